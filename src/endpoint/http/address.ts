/** Where a request comes from: its socket's address, or what a trusted proxy says stands before it. */
import { BlockList, isIP, SocketAddress } from 'node:net';
import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';
import { SettingsError } from '../settings.ts';

/**
 * @param trusted addresses and networks (`127.0.0.1`, `10.0.0.0/8`, `::1`) whose `X-Forwarded-For` is believed
 * @returns the address that the nearest machine which is no trusted proxy has; of an IPv6 address its network, because one phone
 *   has a whole network of them to choose from
 * @throws SettingsError naming an entry that is no address
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
    return isIP(address) === 6 ? networkOf(address) : address;
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

/** Writes an address in its one form; IPv4 addresses stand as IPv6 on a socket that takes both. */
function plain(address: string): string {
  if (isIP(address) !== 6) return address;
  const { address: written } = new SocketAddress({ address, family: 'ipv6' });
  return written.replace(/^::ffff:(?=\d+\.)/i, '');
}

/** Groups of 16 bits in an IPv6 address, and in that part of it which names the network. */
const GROUPS = 8;
const NETWORK_GROUPS = 4;

function networkOf(address: string): string {
  const [left = [], right = []] = address.split('::').map((part) => part.split(':').filter(Boolean));
  const zeros = Array.from({ length: Math.max(0, GROUPS - left.length - right.length) }, () => '0');
  return `${[...left, ...zeros, ...right].slice(0, NETWORK_GROUPS).join(':')}::/64`;
}

function addTo(proxies: BlockList, entry: string): void {
  const [address = '', bits, ...more] = entry.split('/');
  const family = isIP(address);
  const length = Number(bits);
  const isNetwork = more.length === 0 && /^\d+$/.test(bits ?? '') && length <= (family === 4 ? 32 : 128);
  if (family === 0 || (bits !== undefined && !isNetwork)) {
    throw new SettingsError(`settings: TRUSTED_PROXIES: "${entry}" is no network address`);
  }
  const type = family === 4 ? 'ipv4' : 'ipv6';
  if (bits === undefined) proxies.addAddress(address, type);
  else proxies.addSubnet(address, length, type);
}
