import type { Facts } from '../facts/facts.ts'
import type { Place } from '../outcome.ts'
import { cleanSnippet } from './prose.ts'
import type { SourceFile } from './source-files.ts'
import { sourceFiles } from './source-files.ts'

export interface SourceScan {
  readonly places: readonly Place[]
  /** Files that were searched. */
  readonly searched: number
  /** The budget ended before the files did: that nothing was found proves nothing. */
  readonly cut: boolean
}

const MAX_FILES = 20_000
const MAX_CHARACTERS = 120_000_000
const MAX_LINE = 2_000

/** Searches the project's code, tests left out, line by line; stops at `limit` places. Comment lines do not count. */
export function scanSource(facts: Facts, pattern: (file: SourceFile) => RegExp | undefined, limit = 5): SourceScan {
  const places: Place[] = []
  let searched = 0
  let characters = 0
  for (const file of sourceFiles(facts)) {
    if (file.test) continue
    const wanted = pattern(file)
    if (wanted === undefined) continue
    if (searched >= MAX_FILES || characters > MAX_CHARACTERS) return { places, searched, cut: true }
    const text = facts.files.text(file.path)
    if (text === null) continue
    searched++
    characters += text.length
    // Most files have no hit at all; only those that may have one are cut into lines.
    if (!new RegExp(wanted.source, wanted.flags.includes('m') ? wanted.flags : `${wanted.flags}m`).test(text)) continue
    for (const [at, raw] of text.split('\n').entries()) {
      const line = raw.slice(0, MAX_LINE)
      if (/^\s*(?:\/\/|#(?!\s*include|\s*import)|\*|--|;|%|"""|''')/.test(line) || !wanted.test(line)) continue
      places.push({ path: file.path, line: at + 1, snippet: cleanSnippet(line) })
      break
    }
    if (places.length >= limit) return { places, searched, cut: false }
  }
  return { places, searched, cut: false }
}
