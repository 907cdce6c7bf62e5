/** Where a request comes from: its socket's address, or what a trusted proxy says stands before it. */
import { BlockList, isIP } from 'node:net';
import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';

/**
 * @param trusted addresses and networks (`127.0.0.1`, `10.0.0.0/8`, `::1`) whose `X-Forwarded-For` is believed
 * @returns the address that the nearest machine which is no trusted proxy has
 * @throws Error naming an entry that is no address
 */
export function addressReader(trusted: readonly string[]): (context: Context) => string {
  const proxies = new BlockList();
  for (const entry of trusted) addTo(proxies, entry);
  const isTrusted = (address: string) => {
    const family = isIP(address);
    return family !== 0 && proxies.check(address, family === 4 ? 'ipv4' : 'ipv6');
  };
  return (context) => {
    let address = plain(socketAddress(context));
    const forwarded = (context.req.header('x-forwarded-for') ?? '').split(',').map((each) => plain(each.trim()));
    while (isTrusted(address)) {
      const before = forwarded.pop();
      if (before === undefined || isIP(before) === 0) break;
      address = before;
    }
    return address;
  };
}

function socketAddress(context: Context): string {
  try {
    return getConnInfo(context).remote.address ?? '';
  } catch {
    // A request without a socket was made in a test.
    return '';
  }
}

/** IPv4 addresses stand as IPv6 on a socket that takes both. */
function plain(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '');
}

function addTo(proxies: BlockList, entry: string): void {
  const [address = '', bits] = entry.split('/');
  const family = isIP(address);
  const length = Number(bits);
  const isNetwork =
    bits !== undefined && Number.isInteger(length) && length >= 0 && length <= (family === 4 ? 32 : 128);
  if (family === 0 || (bits !== undefined && !isNetwork)) throw new Error(`"${entry}" is no network address`);
  const type = family === 4 ? 'ipv4' : 'ipv6';
  if (bits === undefined) proxies.addAddress(address, type);
  else proxies.addSubnet(address, length, type);
}
