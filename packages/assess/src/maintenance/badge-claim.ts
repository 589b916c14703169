import type { Facts } from '../facts/facts.ts'
import { snippetOf } from '../finding.ts'
import type { Place } from '../outcome.ts'

const ENTRY =
  /https?:\/\/(?:www\.)?(?:bestpractices\.(?:dev|coreinfrastructure\.org)|bestpractices\.coreinfrastructure\.org)\/(?:[a-z-]{2,6}\/)?projects\/\d{1,7}/i

/** Where the tree shows that the project has an entry at the Best Practices Badge site: its answers file, or a link in the README. */
export function badgeClaim(facts: Facts): Place | null {
  const answers = ['.bestpractices.json', '.project.d/bestpractices.json'].find((path) => facts.files.has(path))
  if (answers !== undefined) return { path: answers }
  for (const path of facts.files.paths) {
    if (path.includes('/') || !/^readme(?:\.|$)/i.test(path)) continue
    const lines = (facts.files.text(path) ?? '').split('\n')
    const at = lines.findIndex((line) => ENTRY.test(line.slice(0, 10_000)))
    if (at !== -1) return { path, line: at + 1, snippet: snippetOf(ENTRY.exec(lines[at] ?? '')?.[0] ?? '') }
  }
  return null
}
