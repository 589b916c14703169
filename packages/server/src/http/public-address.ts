import { BlockList, isIPv4, isIPv6 } from 'node:net'

/** Apart, because a list with both kinds takes every IPv4 address for one of IPv6 too. */
const CLOSED_IPV4 = new BlockList()
const CLOSED_IPV6 = new BlockList()
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const)
  CLOSED_IPV4.addSubnet(network, prefix, 'ipv4')
// Global unicast is 2000::/3; of it, what embeds another address or is for documentation.
for (const [network, prefix] of [
  ['::', 3],
  ['4000::', 2],
  ['8000::', 1],
  ['2001::', 32],
  ['2001:db8::', 32],
  ['2002::', 16],
] as const)
  CLOSED_IPV6.addSubnet(network, prefix, 'ipv6')

/** Whether an IP address is one of the public Internet: not of this machine, a private network, or a special purpose (RFC 6890). */
export function isPublicAddress(address: string): boolean {
  const plain = address.replace(/^\[|\]$/g, '').split('%', 1)[0] ?? ''
  return isIPv6(plain) ? !CLOSED_IPV6.check(plain, 'ipv6') : isIPv4(plain) && !CLOSED_IPV4.check(plain, 'ipv4')
}
