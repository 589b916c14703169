import type { Facts } from '../facts/facts.ts'
import { isTestData } from '../files/is-test-data.ts'
import type { Place } from '../outcome.ts'

/** Scorecard's words of memory-unsafe code in languages that are safe without: Go, C#, Java. */
const PATTERNS: readonly (readonly [language: string, endings: RegExp, pattern: RegExp])[] = [
  ['Go', /\.go$/, /^\s{0,8}(?:import\s+(?:\w+\s+)?)?"unsafe"/],
  ['C#', /\.csproj$/i, /<AllowUnsafeBlocks>\s{0,20}true\s{0,20}<\/AllowUnsafeBlocks>/i],
  ['Java', /\.java$/, /\b(?:sun\.misc\.Unsafe|jdk\.internal\.misc\.Unsafe)\b/],
]

/** Languages of the tree that the question is about, and where they leave memory safety. */
export function unsafeBlocks(facts: Facts): {
  readonly languages: readonly string[]
  readonly places: readonly (Place & { readonly language: string })[]
} {
  const languages = new Set<string>()
  const places: (Place & { readonly language: string })[] = []
  for (const path of facts.files.paths) {
    const entry = PATTERNS.find(([, endings]) => endings.test(path))
    if (entry === undefined || isTestData(path)) continue
    const [language, , pattern] = entry
    languages.add(language)
    const at = (facts.files.text(path) ?? '').split('\n').findIndex((line) => pattern.test(line.slice(0, 2000)))
    if (at !== -1 && places.length < 1000) places.push({ language, path, line: at + 1 })
  }
  return { languages: [...languages].sort(), places }
}
