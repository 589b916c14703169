/** Whether a name matches an OpenSSH pattern: `*` any characters, `?` one. Takes time linear in both. */
export function matchesPattern(name: string, pattern: string): boolean {
  let at = 0
  let star = -1
  let resume = 0
  let place = 0
  while (at < name.length) {
    if (pattern[place] === '*') {
      star = place++
      resume = at
    } else if (place < pattern.length && (pattern[place] === '?' || pattern[place] === name[at])) {
      place++
      at++
    } else if (star >= 0) {
      place = star + 1
      at = ++resume
    } else return false
  }
  while (pattern[place] === '*') place++
  return place === pattern.length
}

/** Whether a name matches a comma list of patterns (PATTERNS in ssh_config(5)): one must match, and none with `!` before it. */
export function matchesPatternList(name: string, list: string): boolean {
  let found = false
  for (const entry of list.split(',')) {
    const isNegated = entry.startsWith('!')
    if (!matchesPattern(name, isNegated ? entry.slice(1) : entry)) continue
    if (isNegated) return false
    found = true
  }
  return found
}
