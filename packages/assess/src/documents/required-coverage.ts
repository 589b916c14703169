import type { Facts } from '../facts/facts.ts'
import { reading } from '../facts/reading.ts'
import type { Place } from '../outcome.ts'
import { ciCommands } from './ci-commands.ts'
import { cleanSnippet } from './prose.ts'

export interface RequiredCoverage {
  readonly percent: number
  readonly place: Place
}

const FILES =
  /^(?:pyproject\.toml|setup\.cfg|tox\.ini|\.coveragerc|package\.json|jest\.config\.\w+|vitest\.config\.\w+|\.nycrc(?:\.json)?|\.c8rc(?:\.json)?|\.simplecov|test\/test_helper\.rb|spec\/spec_helper\.rb|pom\.xml|build\.gradle(?:\.kts)?|phpunit\.xml(?:\.dist)?|\.testcoverage\.ya?ml|tarpaulin\.toml)$/
const LINE =
  /(?:\bfail[-_]under["']?\s*[=:]\s*|--cov-fail-under[= ]|--fail-under(?:-lines)?[= ]|["']?\b(?:lines|statements)["']?\s*:\s*|\bminimum_coverage\s*(?:\(?\s*(?:line:\s*)?)|<minimum>\s*|\bminimum\s*=\s*|\bcheck-coverage\b[^;&|]{0,80}--(?:lines|statements)[= ]|--(?:lines|statements)[= ]|\btotal:\s*)["']?(\d{1,3}(?:\.\d{1,3})?|0?\.\d{1,3})\b/

/** Minimums of test coverage below which the project's build or CI fails. A badge or a report is none. */
export const requiredCoverage: (facts: Facts) => readonly RequiredCoverage[] = reading((facts) => {
  const found: RequiredCoverage[] = []
  const take = (text: string, path: string, line: number): void => {
    const raw = LINE.exec(text)?.[1]
    if (raw === undefined) return
    const value = Number(raw)
    // Maven and Gradle write a share.
    const percent = value <= 1 && value > 0 ? Math.round(value * 100) : value
    if (percent < 10 || percent > 100 || found.some(({ place }) => place.path === path && place.line === line)) return
    found.push({ percent, place: { path, line, snippet: cleanSnippet(text) } })
  }
  for (const path of facts.files.paths) {
    if (!FILES.test(path)) continue
    const lines = (facts.files.text(path) ?? '').split('\n', 5_000)
    // In files that speak of other things too, only the lines near the word count.
    const only = path === 'package.json' || /\.config\./.test(path)
    for (const [at, line] of lines.entries()) {
      if (only && !lines.slice(Math.max(0, at - 8), at + 1).some((near) => /coverage|threshold|check-coverage/i.test(near))) continue
      take(line.slice(0, 500), path, at + 1)
    }
  }
  for (const { kind, text, path, line } of ciCommands(facts)) if (kind === 'run' && /cov/i.test(text)) take(text, path, line)
  for (const path of ['codecov.yml', '.codecov.yml', '.github/codecov.yml']) takeCodecov(facts, path, found)
  return found
})

/** Codecov's `target: 90%` of the project status; `auto` asks for nothing. */
function takeCodecov({ files }: Facts, path: string, found: RequiredCoverage[]): void {
  let project = false
  for (const [at, line] of (files.text(path) ?? '').split('\n', 2_000).entries()) {
    if (/^\s*project:/.test(line)) project = true
    if (/^\s*patch:/.test(line)) project = false
    const percent = Number(/^\s*target:\s*["']?(\d{1,3}(?:\.\d+)?)%?/.exec(line)?.[1] ?? NaN)
    if (project && percent >= 10 && percent <= 100) found.push({ percent, place: { path, line: at + 1, snippet: cleanSnippet(line) } })
  }
}
