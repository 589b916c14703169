const MAX_COMPARED = 20_000_000

/** How two files differ, in one sentence, with the first differing line of texts. */
export function differenceOf(theirs: Buffer, ours: Buffer): { readonly detail: string; readonly line: number } {
  const sizes = `${theirs.length} bytes published, ${ours.length} from source`
  if (theirs.length > MAX_COMPARED || ours.length > MAX_COMPARED || isBinary(theirs) || isBinary(ours)) {
    return { detail: `binary contents differ (${sizes})`, line: 0 }
  }
  const [a, b] = [theirs.toString('utf8'), ours.toString('utf8')]
  const line = firstDifference(a, b)
  if (plainEnds(a) === plainEnds(b)) return { detail: 'only line ends differ', line }
  if (plainEnds(a).trimEnd() === plainEnds(b).trimEnd()) return { detail: 'only the end of the file differs', line }
  if (sameJson(a, b)) return { detail: 'the same JSON, written differently', line }
  return { detail: `contents differ from line ${line} on (${sizes})`, line }
}

function isBinary(bytes: Buffer): boolean {
  return bytes.subarray(0, 8000).includes(0)
}

function plainEnds(text: string): string {
  return text.replace(/\r\n?/g, '\n')
}

function firstDifference(a: string, b: string): number {
  let line = 1
  for (let at = 0; at < a.length && at < b.length && a[at] === b[at]; at++) if (a[at] === '\n') line++
  return line
}

function sameJson(a: string, b: string): boolean {
  try {
    return JSON.stringify(JSON.parse(a)) === JSON.stringify(JSON.parse(b))
  } catch {
    return false
  }
}
