import { resolve } from 'node:path'
import { cupelHome, openIndex } from '@cupel/advisory'
import type { AdvisoryIndex, AdvisoryRecord, AdvisoryText } from '@cupel/advisory'
import { disarmCommands, oneLine, printable } from '@cupel/formats'
import { indexMissing } from '@cupel/model'
import { starterIndex } from './advisories.ts'
import { findConfig } from './config.ts'
import type { ScanOptions } from './scan.ts'

/** The advisory data a scan with these options would ask, opened without touching the network. */
export async function openAdvisoryData(options: ScanOptions): Promise<AdvisoryIndex> {
  const cwd = options.cwd ?? process.cwd()
  const { config, folder } = await findConfig(cwd, options.config)
  const named = options.db !== undefined ? resolve(cwd, options.db) : config.scan.db !== null ? resolve(folder, config.scan.db) : null
  const index = openIndex(named ?? cupelHome(options.env ?? process.env))
  if (index === null && named !== null) throw indexMissing(named)
  return index ?? starterIndex()
}

/** Everything the data says of an advisory, for people; null when it knows no such id. One block a record, all ecosystems. */
export function describeAdvisory(index: AdvisoryIndex, id: string): string | null {
  const refs = spellings(id)
    .map((one) => index.recordsById(one))
    .find((found) => found.length > 0)
  if (refs === undefined) return null
  const blocks = refs.map((ref) => block(index, index.record(ref), index.text(ref)))
  return disarmCommands([...new Set(blocks)].join('\n'))
}

/** Ids are compared letter by letter, and people copy them from where they stand in capitals or without: GHSA ids are in lower case. */
function spellings(id: string): readonly string[] {
  return [id, id.toUpperCase(), id.toUpperCase().startsWith('GHSA-') ? `GHSA-${id.slice(5).toLowerCase()}` : id]
}

function block(index: AdvisoryIndex, record: AdvisoryRecord, text: AdvisoryText): string {
  const ids = index.group(record)
  const { kev, epss } = index.signals(ids)
  const others = ids.filter((one) => one !== record.id)
  const facts: readonly (readonly [string, readonly string[]])[] = [
    ['also known as', others.length === 0 ? [] : [others.map(printable).join(', ')]],
    ['ecosystem', [printable(record.ecosystem)]],
    ['kind', [record.kind]],
    [
      'severity',
      [record.severity, ...record.cvss.map(({ vector, score }) => `${printable(vector)}${score === null ? '' : ` = ${score.toFixed(1)}`}`)],
    ],
    ['exploited', kev === null ? [] : [`known since ${kev.added}${kev.ransomware ? ', by ransomware' : ''} (CISA KEV)`]],
    ['predicted', epss === null ? [] : [`${(epss.score * 100).toFixed(2)}% in the next 30 days (EPSS)`]],
    ['weakness', record.cwes.length === 0 ? [] : [record.cwes.join(', ')]],
    ['published', record.published === '' ? [] : [record.published.slice(0, 10)]],
    ['modified', [record.modified.slice(0, 10)]],
    ['withdrawn', record.withdrawn === '' ? [] : [`${record.withdrawn.slice(0, 10)}: this advisory no longer counts`]],
    ['packages', text.packages.map(printable)],
  ]
  const lines = facts.flatMap(([label, values]) => values.map((value, at) => `  ${(at === 0 ? label : '').padEnd(14)} ${value}`))
  const details =
    text.details === ''
      ? []
      : [
          '',
          ...text.details.split('\n').map((line) => `  ${printable(line.replaceAll('\t', '  ').replace(/\r$/, ''))}`.trimEnd()),
          ...(text.truncated ? ['  …'] : []),
        ]
  const references = text.references.length === 0 ? [] : ['', ...text.references.map((url) => `  ${printable(url)}`)]
  return [`${printable(record.id)}  ${oneLine(text.summary || record.summary)}`.trimEnd(), ...lines, ...details, ...references, ''].join(
    '\n',
  )
}
