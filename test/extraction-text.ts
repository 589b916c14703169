import { extractFile } from '@cupel/inventory'
import type { Extractor } from '@cupel/inventory'
import { memoryTree } from '@cupel/source'

/**
 * Everything an extractor found in the first of the files, as text for inline snapshots: coverage; one line a component (line,
 * purl, scopes, directness, hashes, licences); the edges; the problems.
 */
export function extractionText(extractor: Extractor, files: Readonly<Record<string, string | Uint8Array>>): string {
  const path = Object.keys(files)[0] ?? ''
  const { coverage, components, graph, problems } = extractFile(memoryTree(files), extractor, path)
  const skipped = coverage.skipped.map(({ what, count }) => `, skipped ${count} × ${what}`).join('')
  const names = [
    ...graph.projects.map(({ name, version, path: at }) => `[${name || '·'}${version && ` ${version}`} in ${at || '.'}]`),
    ...graph.components,
  ]
  const rows = [`${coverage.format} ${coverage.formatVersion || '?'}: ${coverage.state}, ${coverage.packages} packages${skipped}`]
  for (const { purl, scopes, direct, evidence, hashes, licenses } of components) {
    const [where] = evidence
    const place = where === undefined ? '?' : `${where.path === path ? '' : where.path}:${where.line ?? '?'}`
    const directness = direct === null ? '' : direct ? ' direct' : ' transitive'
    const digests = hashes.map(({ algorithm, value }) => ` ${algorithm}:${value.slice(0, 6)}`).join('')
    rows.push(`${place} ${purl} ${scopes.join('+')}${directness}${digests}${licenses.map((license) => ` (${license})`).join('')}`)
  }
  for (const [from, to] of graph.edges) rows.push(`  ${names[from]} → ${names[to]}`)
  for (const { code, effect, path: at, line, detail } of problems) {
    rows.push(`  ${effect === 'note' ? 'note' : '!'} ${code} ${at === path ? '' : at}:${line ?? '?'} ${detail}`)
  }
  return rows.join('\n')
}
