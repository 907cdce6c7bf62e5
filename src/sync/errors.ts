/** Nothing came back from the network: no connection, a timeout, or an answer cut in the middle. */
export class NetDown extends Error {
  override readonly name = 'NetDown';
}
