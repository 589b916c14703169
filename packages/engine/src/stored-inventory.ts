import { DocumentInvalid, readJson } from '@cupel/formats'
import { canonicalPurl, documentInvalid, PurlInvalid, SCOPES } from '@cupel/model'
import type { Component, DependencyGraph, Evidence, Hash, Problem, Scope } from '@cupel/model'
import type { RandomAccess } from '@cupel/source'
import type { DocumentInventory } from './document-inventory.ts'

/** Stages whose problems are about data that somebody else had at another time, not about the target. */
const OTHER_STAGES: ReadonlySet<string> = new Set(['match', 'policy', 'advisories'])

/** The inventory in a report of `cupel scan --format json`; null when the bytes are no such report. Throws CupelError for a broken one. */
export function storedInventory(document: RandomAccess, name: string): DocumentInventory | null {
  if (!/^\s*\{\s*"schemaVersion"/.test(Buffer.from(document.read(0, 200)).toString('latin1'))) return null
  const report = parsed(document.read(0, document.size), name)
  const { schemaVersion, components, graphs, problems, tool } = report
  if (schemaVersion !== '1.0' || !Array.isArray(components) || !Array.isArray(problems))
    throw documentInvalid(name, 'this is no report of cupel scan --format json, version 1.0')
  // A scan that had read a file says which; without components and without a file it is no word about what a project consists of.
  const isEmpty = components.length === 0 && listOf(report['coverage']).length === 0
  if (isEmpty && !problems.some((problem) => isRecord(problem) && problem['effect'] === 'incomplete'))
    throw documentInvalid(name, 'it lists no components, and no file that was read')
  const read = components.map(componentOf)
  const lost = read.filter((component) => component === null).length
  const kept = [...problems.flatMap(problemOf).filter(({ by }) => !OTHER_STAGES.has(by ?? '')), ...refusals(report['findings'])]
  const { name: maker = '', version = '' } = isRecord(tool) ? tool : {}
  return {
    components: read.filter((component) => component !== null),
    graphs: Array.isArray(graphs) ? graphs.flatMap(graphOf) : [],
    problems: lost === 0 ? kept : [...kept, lostProblem(lost)],
    format: `${textOf(maker)} ${textOf(version)}`.trim(),
  }
}

/** What a trust policy refused is no part of an inventory, and whoever keeps only that must not take the rest for clear. */
function refusals(findings: unknown): readonly Problem[] {
  const refused = listOf(findings).filter((one) => isRecord(one) && one['kind'] === 'provenance' && one['state'] === 'open').length
  if (refused === 0) return []
  const detail = `${refused} ${refused === 1 ? 'finding' : 'findings'} about where components come from cannot be kept with their inventory`
  return [{ code: 'unsupported-content', effect: 'incomplete', path: '', detail, by: 'report' }]
}

function lostProblem(count: number): Problem {
  return { code: 'entries-lost', effect: 'incomplete', path: '', detail: `${count} components of the report cannot be read`, by: 'report' }
}

function parsed(bytes: Uint8Array, name: string): Record<string, unknown> {
  try {
    const value = readJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    if (isRecord(value)) return value
  } catch (error) {
    if (error instanceof DocumentInvalid)
      throw documentInvalid(name, error.message, { cause: error, ...(error.line > 0 ? { line: error.line } : {}) })
    if (!(error instanceof TypeError)) throw error
    throw documentInvalid(name, 'not UTF-8 text', { cause: error })
  }
  throw documentInvalid(name, 'this is no report of cupel scan --format json, version 1.0')
}

function componentOf(value: unknown): Component | null {
  if (!isRecord(value) || !isCanonical(value['purl'])) return null
  const { purl, direct, subject } = value
  const about = isRecord(subject) ? { name: textOf(subject['name']), version: textOf(subject['version']) } : null
  return {
    purl,
    name: textOf(value['name']),
    version: textOf(value['version']),
    ecosystem: textOf(value['ecosystem']),
    scopes: listOf(value['scopes']).filter((scope): scope is Scope => SCOPES.includes(scope as Scope)),
    direct: typeof direct === 'boolean' ? direct : null,
    evidence: listOf(value['evidence']).flatMap(evidenceOf),
    licenses: listOf(value['licenses']).filter((text) => typeof text === 'string'),
    hashes: listOf(value['hashes']).flatMap(hashOf),
    ...(about === null || about.name === '' ? {} : { subject: about }),
  }
}

function evidenceOf(value: unknown): readonly Evidence[] {
  if (!isRecord(value)) return []
  const { path, line, by, kind } = value
  const place = typeof line === 'number' && Number.isSafeInteger(line) && line > 0 ? { line } : {}
  return [{ path: textOf(path), by: textOf(by), kind: textOf(kind) as Evidence['kind'], ...place }]
}

function hashOf(value: unknown): readonly Hash[] {
  if (!isRecord(value)) return []
  const { algorithm, value: hex } = value
  return typeof algorithm === 'string' && typeof hex === 'string' && /^[0-9a-f]{32,128}$/.test(hex)
    ? [{ algorithm: algorithm as Hash['algorithm'], value: hex }]
    : []
}

function graphOf(value: unknown): readonly DependencyGraph[] {
  if (!isRecord(value)) return []
  const components = listOf(value['components']).map(textOf)
  const projects = listOf(value['projects']).map((one) => {
    const { name, version, path, licenses } = isRecord(one) ? one : {}
    return {
      name: textOf(name),
      version: textOf(version),
      path: textOf(path),
      licenses: listOf(licenses).filter((text) => typeof text === 'string'),
    }
  })
  const size = projects.length + components.length
  const isNode = (node: unknown): node is number => typeof node === 'number' && Number.isSafeInteger(node) && node >= 0 && node < size
  const edges = listOf(value['edges']).flatMap((edge): (readonly [number, number])[] => {
    const [from, to] = listOf(edge)
    return isNode(from) && isNode(to) ? [[from, to]] : []
  })
  return [{ path: textOf(value['path']), projects, components, edges }]
}

function problemOf(value: unknown): readonly Problem[] {
  if (!isRecord(value)) return []
  const { code, effect, path, detail, by } = value
  return [
    {
      code: textOf(code) as Problem['code'],
      effect: effect === 'note' ? 'note' : 'incomplete',
      path: textOf(path),
      detail: textOf(detail),
      by: textOf(by),
    },
  ]
}

function isCanonical(purl: unknown): purl is string {
  if (typeof purl !== 'string') return false
  try {
    return canonicalPurl(purl) === purl
  } catch (error) {
    if (error instanceof PurlInvalid) return false
    throw error
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
