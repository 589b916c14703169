const WORDS_A_SHINGLE = 4
const MAX_TEXT = 400_000

/**
 * Hashes of every four words in a row of a licence text, after what may differ between copies is dropped: case, punctuation, spelling
 * of "licence", copyright lines. Two copies of one licence share nearly all of them.
 */
export function shinglesOf(text: string): ReadonlySet<number> {
  const words = wordsOf(text.slice(0, MAX_TEXT))
  const hashes = new Set<number>()
  for (let at = 0; at + WORDS_A_SHINGLE <= words.length; at++) hashes.add(hashOf(words.slice(at, at + WORDS_A_SHINGLE).join(' ')))
  return hashes
}

function wordsOf(text: string): readonly string[] {
  return text
    .toLowerCase()
    .split('\n')
    .filter(
      (line) =>
        !/^\W{0,10}(?:portions )?copyright\s{0,5}(?:\(c\)|©|\d{4}|<|\[|\{)|^\W{0,10}(?:\(c\)|©)|^\W{0,10}all rights reserved/.test(line),
    )
    .join('\n')
    .replaceAll('licence', 'license')
    .replace(/https?:\/\/\S+/g, ' ')
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '' && word !== 's')
}

/** FNV-1a, 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return hash >>> 0
}

/** The smallest hashes: a sample that two texts with the same shingles share. */
export function sketchOf(shingles: ReadonlySet<number>, size: number): readonly number[] {
  return [...shingles].sort((a, b) => a - b).slice(0, size)
}
