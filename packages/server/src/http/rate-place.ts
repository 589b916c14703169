import { isIPv6 } from 'node:net'

/**
 * By what requests of an address are counted: itself, or of IPv6 its network of 64 bits, out of which whoever has one address can take
 * as many as they like. An IPv4 address in the form of IPv6 counts as what it is.
 */
export function ratePlace(address: string): string {
  const mapped = /^::ffff:(\d{1,3}(?:\.\d{1,3}){3})$/i.exec(address)
  if (mapped?.[1] !== undefined) return mapped[1]
  const plain = address.split('%', 1)[0] ?? ''
  if (!isIPv6(plain)) return address
  const [head = '', tail] = plain.split('::')
  const groups = head === '' ? [] : head.split(':')
  const after = tail === undefined || tail === '' ? [] : tail.split(':')
  const last = after.at(-1)?.includes('.') === true ? 1 : 0
  const missing = tail === undefined ? 0 : 8 - groups.length - after.length - last
  const whole = [...groups, ...Array.from({ length: missing }, () => '0'), ...after]
  return `${whole
    .slice(0, 4)
    .map((group) => group.toLowerCase().replace(/^0+(?=.)/, ''))
    .join(':')}::/64`
}
