/**
 * Whether the product of one CPE name is that of another: vendor, product and version are equal, where `*`, `-` and nothing
 * stand for anything in the pattern (NISTIR 7696 §6, for these three attributes only). Reads CPE 2.2 URIs and 2.3 strings.
 */
export function cpeMatches(pattern: string, cpe: string): boolean {
  const wanted = attributes(pattern)
  const given = attributes(cpe)
  if (wanted === null || given === null) return false
  return wanted.every((value, at) => (at === 2 && value === '') || (value !== '' && value === given[at]))
}

function attributes(cpe: string): readonly [vendor: string, product: string, version: string] | null {
  const lower = cpe.toLowerCase()
  const parts = lower.startsWith('cpe:2.3:')
    ? lower.slice(8).split(/(?<!\\):/)
    : lower.startsWith('cpe:/')
      ? lower.slice(5).split(':')
      : null
  if (parts === null) return null
  const [, vendor = '', product = '', version = ''] = parts
  const clean = (value: string): string => (value === '*' || value === '-' ? '' : value)
  return [clean(vendor), clean(product), clean(version)]
}
