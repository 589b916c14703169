import type { Problem } from '@cupel/model'
import { readJson } from '../json.ts'
import { elementLines } from './element-lines.ts'
import { isObject, textOf, textsOf } from './json-shape.ts'
import type { JsonObject } from './json-shape.ts'
import type { VexIdentity, VexProduct, VexStatement, VexStatus } from './statement.ts'
import { MAX_CLAIMS, refuseVex } from './vex-document.ts'
import type { VexDocument } from './vex-document.ts'
import { vexHash } from './vex-hash.ts'

const STATUSES: readonly VexStatus[] = ['affected', 'not_affected', 'fixed', 'under_investigation']
const JUSTIFICATIONS = new Set([
  'component_not_present',
  'vulnerable_code_not_present',
  'vulnerable_code_not_in_execute_path',
  'vulnerable_code_cannot_be_controlled_by_adversary',
  'inline_mitigations_already_exist',
])
const VERSIONS = /^https:\/\/openvex\.dev\/ns(?:\/v0\.(?:0|1|2)\.\d{1,3})?$/

/** Whether a JSON value says that it is OpenVEX, of whatever version. */
export function looksLikeOpenVex(value: unknown): boolean {
  return isObject(value) && textOf(value['@context']).startsWith('https://openvex.dev/ns')
}

/**
 * Reads OpenVEX 0.2 (https://github.com/openvex/spec), and 0.0.x with its plain texts for vulnerability and products. Throws
 * DocumentInvalid for what is not OpenVEX, for an unknown version, and without statements. A statement that breaks a rule of
 * the specification is left out with a Problem; a missing author or id is one too.
 */
export function readOpenVex(text: string, path: string): VexDocument {
  const value = readJson(text, { maxDepth: 100 })
  if (!isObject(value) || !looksLikeOpenVex(value)) return refuseVex('not OpenVEX: "@context" is not an openvex.dev namespace')
  if (!VERSIONS.test(textOf(value['@context']))) refuseVex('this version of OpenVEX is not known', 0, 'unsupported-content')
  const { statements } = value
  if (!Array.isArray(statements) || statements.length === 0) return refuseVex('not valid OpenVEX: there are no statements')
  const lines = elementLines(text, 'statements')
  const read: VexStatement[] = []
  const problems = ['@id', 'author']
    .filter((key) => textOf(value[key]) === '')
    .map((key): Problem => {
      return { code: 'malformed', effect: 'note', path, detail: `not valid OpenVEX: "${key}" is missing`, by: 'openvex' }
    })
  let claims = 0
  for (const [at, statement] of (statements as readonly unknown[]).entries()) {
    const line = lines[at] ?? 0
    const result = readStatement(statement, { document: value, path, line })
    if (typeof result === 'string') {
      const place = line > 0 ? { line } : {}
      problems.push({
        code: 'malformed',
        effect: 'incomplete',
        path,
        ...place,
        detail: `OpenVEX statement ${at + 1}: ${result}`,
        by: 'openvex',
      })
      continue
    }
    read.push(result)
    claims += result.products.reduce((sum, one) => sum + 1 + one.subcomponents.length, 0)
    if (claims > MAX_CLAIMS) refuseVex(`the document names more than ${MAX_CLAIMS} products`, line, 'limit-exceeded')
  }
  return { format: 'openvex', statements: read, problems }
}

interface Context {
  readonly document: JsonObject
  readonly path: string
  readonly line: number
}

/** A text is the reason why the statement is refused. */
function readStatement(statement: unknown, { document, path, line }: Context): VexStatement | string {
  if (!isObject(statement)) return 'it is no object'
  const vulnerabilities = vulnerabilityIds(statement['vulnerability'])
  if (vulnerabilities.length === 0) return 'it names no vulnerability'
  const status = STATUSES.find((one) => one === statement['status'])
  if (status === undefined) return 'its status is none of the four of OpenVEX'
  const justification = textOf(statement['justification'])
  if (justification !== '' && !JUSTIFICATIONS.has(justification)) return 'its justification is none of the five of OpenVEX'
  const impact = textOf(statement['impact_statement'])
  if (status === 'not_affected' && justification === '' && impact === '') return '"not_affected" without justification or impact statement'
  const products = readProducts(statement['products'], statement['subcomponents'])
  if (products === null) return 'a product has neither "@id" nor identifiers'
  return {
    format: 'openvex',
    vulnerabilities,
    products,
    status,
    justification,
    impact: impact || textOf(statement['status_notes']),
    action: textOf(statement['action_statement']),
    author: textOf(statement['supplier']) || textOf(document['author']),
    timestamp: textOf(statement['last_updated']) || textOf(statement['timestamp']) || textOf(document['timestamp']),
    documentId: textOf(document['@id']),
    source: path,
    line,
  }
}

function vulnerabilityIds(value: unknown): readonly string[] {
  if (typeof value === 'string') return value === '' ? [] : [value]
  if (!isObject(value)) return []
  return [...new Set([textOf(value['name']), ...textsOf(value['aliases'])])].filter((one) => one !== '')
}

/** `shared`: 0.0.x has one list of subcomponents for all products of the statement. */
function readProducts(value: unknown, shared: unknown): readonly VexProduct[] | null {
  if (value === undefined) return []
  if (!Array.isArray(value)) return null
  const common = Array.isArray(shared) ? shared : []
  const products: VexProduct[] = []
  for (const one of value as readonly unknown[]) {
    const identity = readIdentity(one)
    const own = isObject(one) && Array.isArray(one['subcomponents']) ? (one['subcomponents'] as readonly unknown[]) : []
    const subcomponents = [...own, ...common].map(readIdentity)
    if (identity === null || subcomponents.includes(null)) return null
    products.push({ ...identity, subcomponents: subcomponents.filter((part) => part !== null) })
  }
  return products
}

function readIdentity(value: unknown): VexIdentity | null {
  if (typeof value === 'string') return value === '' ? null : { ids: [value], cpes: [], hashes: [], versions: [] }
  if (!isObject(value)) return null
  const identifiers = isObject(value['identifiers']) ? value['identifiers'] : {}
  const ids = [textOf(value['@id']), textOf(identifiers['purl'])].filter((one) => one !== '')
  const cpes = [textOf(identifiers['cpe23']), textOf(identifiers['cpe22'])].filter((one) => one !== '')
  const stated = isObject(value['hashes']) ? Object.entries(value['hashes']) : []
  const hashes = stated.flatMap(([algorithm, digest]) => vexHash(algorithm, textOf(digest)) ?? [])
  if (ids.length + cpes.length + hashes.length === 0) return null
  return { ids: [...new Set(ids)], cpes, hashes, versions: [] }
}
