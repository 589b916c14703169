import { isDigit } from './version-order.ts'

/**
 * Splits a version as Maven's ComparableVersion.parseVersion does (Maven 3.0 to 3.8). There a list begins after each
 * hyphen and each change between digits and letters and is the last item of the list around it, so that the lists in
 * turn say it all. Items are digits or words in lower case; zeros and release words at a list's end are dropped.
 */
export function mavenSegments(version: string): readonly (readonly string[])[] {
  const text = version.toLowerCase()
  let segment: string[] = []
  const segments = [segment]
  let start = 0
  let digit = false
  for (let index = 0; index <= text.length; index++) {
    const code = index < text.length ? text.charCodeAt(index) : -1
    const separator = code === 46 || code === 45
    const turn = code !== -1 && !separator && index > start && isDigit(code) !== digit
    if (separator || turn || code === -1) {
      if (index > start) segment.push(digit ? text.slice(start, index) : word(text.slice(start, index), turn))
      else if (separator) segment.push('0')
      start = turn ? index : index + 1
      if (code === 45 || turn) {
        trim(segment)
        segment = []
        segments.push(segment)
      }
    }
    if (!separator) digit = isDigit(code)
  }
  trim(segment)
  while (segments.length > 1 && segments.at(-1)?.length === 0) segments.pop()
  return segments
}

function word(text: string, beforeDigit: boolean): string {
  if (beforeDigit) {
    if (text === 'a') return 'alpha'
    if (text === 'b') return 'beta'
    if (text === 'm') return 'milestone'
  }
  if (text === 'ga' || text === 'final' || text === 'release') return ''
  return text === 'cr' ? 'rc' : text
}

function trim(segment: string[]): void {
  while (segment.length > 0 && /^0*$/.test(segment.at(-1) ?? '')) segment.pop()
}
