/** Licences that forbid nothing themselves, so that such words beside them were added. */
const PERMISSIVE = /^(?:CC-BY|MIT|BSD|Apache|ISC|Zlib|X11|0BSD|NCSA|HPND|PostgreSQL|Unlicense|BSL-1\.0|UPL|WTFPL)/
const WORDS =
  /non-?commercial|\bno(?:n-?)?derivatives?\b|shall be used for good, not evil|commons clause|competing (?:use|product|service)|nuclear (?:facilit|weapon)|not designed, licensed or intended for use in|military (?:use|purpose)|business source license|for evaluation purposes only|may not be (?:sold|used for commercial)/i

/** Words of a licence file that take back what its licence permits; empty when there are none. */
export function restrictionIn(text: string, ids: readonly string[]): string {
  if (!ids.some((id) => PERMISSIVE.test(id))) return ''
  return WORDS.exec(text.slice(0, 400_000).replace(/\s+/g, ' '))?.[0] ?? ''
}
