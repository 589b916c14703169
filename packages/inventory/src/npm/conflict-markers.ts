/**
 * Takes the first side of every merge conflict that git left in a text; the markers and the other sides become spaces, so that every
 * offset stays. null when there is no conflict.
 */
export function withoutConflicts(text: string): string | null {
  if (!/^<{7}(?: |$)/m.test(text)) return null
  const lines = text.split('\n')
  let side: 'none' | 'first' | 'other' = 'none'
  const kept = lines.map((line) => {
    const marker = /^(?:<{7}|\|{7}|={7}|>{7})(?:[ \r]|$)/.test(line) ? line[0] : ''
    if (marker === '<') side = 'first'
    else if (marker === '>') side = 'none'
    else if (marker !== '' && side !== 'none') side = 'other'
    else if (side !== 'other') return line
    return ' '.repeat(line.length)
  })
  return kept.join('\n')
}
