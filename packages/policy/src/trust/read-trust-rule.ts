import { PurlInvalid } from '@cupel/model'
import type { FaultList, TableReader } from '../config/table-reader.ts'
import { tableReader } from '../config/table-reader.ts'
import { lineOf } from '../config/toml-lines.ts'
import { packageMatcher } from '../waiver/package-pattern.ts'
import type { BuildDemand, TrustRule } from './trust-policy.ts'
import { VOUCH_KINDS } from '@cupel/model'
import type { VouchKind } from '@cupel/model'

const KEYS = ['name', 'for', 'evidence', 'by', 'threshold', 'build', 'since']
const BUILD_KEYS = ['builder', 'source', 'branch', 'tag', 'workflow', 'build-type', 'min-level']

/** One `[[rule]]`. */
export function readTrustRule(table: unknown, at: number, list: FaultList): TrustRule {
  const path = `rule.${at}`
  const reader = tableReader(table, path, { list, known: KEYS })
  const needed = (key: 'for' | 'by'): readonly string[] => {
    const values = reader.strings(key)
    if (values.length === 0) reader.fault(key, `a rule needs "${key}"`)
    return values
  }
  const patterns = needed('for')
  for (const pattern of patterns) {
    const fault = patternFault(pattern)
    if (fault !== '') reader.fault('for', fault)
  }
  return {
    name: (reader.string('name') ?? '').trim() || `${at + 1}`,
    for: patterns,
    evidence: evidenceOf(reader),
    by: needed('by'),
    threshold: thresholdOf(reader),
    build: buildOf(reader.raw('build'), path, list),
    since: reader.string('since') ?? '',
    line: lineOf(list.lines, path),
  }
}

function patternFault(pattern: string): string {
  if (pattern.startsWith('path:') || pattern.startsWith('repo:')) return pattern.length > 5 ? '' : `"${pattern}" names nothing`
  try {
    packageMatcher(pattern)
    return ''
  } catch (error) {
    if (!(error instanceof PurlInvalid)) throw error
    return 'rule.for takes purls (pkg:npm/@acme/*), path:dist/** and repo:https://host/owner/name'
  }
}

function evidenceOf(reader: TableReader): readonly VouchKind[] {
  const stated = reader.strings('evidence')
  const known = stated.filter((one): one is VouchKind => VOUCH_KINDS.some((kind) => kind === one))
  if (known.length < stated.length) reader.fault('evidence', `rule.evidence takes ${VOUCH_KINDS.join(', ')}`)
  return known
}

function thresholdOf(reader: TableReader): number {
  const value = reader.raw('threshold')
  if (value === undefined) return 1
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 1000) return value
  reader.fault('threshold', 'rule.threshold must be a whole number from 1')
  return 1
}

function buildOf(table: unknown, rulePath: string, list: FaultList): BuildDemand {
  const reader = tableReader(table, `${rulePath}.build`, { list, known: BUILD_KEYS })
  const level = reader.raw('min-level')
  const minLevel = typeof level === 'number' && [0, 1, 2, 3].includes(level) ? level : 0
  if (level !== undefined && minLevel !== level) reader.fault('min-level', 'rule.build.min-level must be 0, 1, 2 or 3')
  const text = (key: string): string => (reader.string(key) ?? '').trim()
  return {
    builder: text('builder'),
    source: text('source'),
    branch: text('branch'),
    tag: text('tag'),
    workflow: text('workflow'),
    buildType: text('build-type'),
    minLevel,
  }
}
