import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { DocumentInvalid, readJson } from '@cupel/formats'
import { canonicalPurl, documentInvalid, PurlInvalid, targetMissing } from '@cupel/model'
import type { AssessmentReport, ScanReport, VerificationReport } from '@cupel/model'
import { registryFacts } from '@cupel/policy'
import type { ComponentFacts } from '@cupel/policy'

const MAX_BYTES = 512 * 1024 * 1024

type Evidence =
  | { readonly kind: 'scan'; readonly report: ScanReport }
  | { readonly kind: 'assessment'; readonly report: AssessmentReport }
  | { readonly kind: 'verification'; readonly report: VerificationReport }
  | { readonly kind: 'facts'; readonly facts: ReadonlyMap<string, ComponentFacts> }

/** One file of evidence, by what it turned out to be; and the SHA-256 of the bytes that were read, in hexadecimal. */
export type PolicyDocument = Evidence & { readonly source: string; readonly digest: string }

const MAX_FILES = 20_000

/**
 * Reads files of evidence. A folder stands for all evidence in it and below (`*.json`); others that lie there, such as attestations, are passed
 * over. Throws CupelError for a named file that is no evidence.
 */
export function readPolicyDocuments(names: readonly string[], cwd: string): readonly PolicyDocument[] {
  return names.flatMap((name) => {
    const folder = resolve(cwd, name)
    if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return [readPolicyDocument(name, cwd)]
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.json'))
    if (files.length > MAX_FILES) throw documentInvalid(name, `more than ${MAX_FILES} documents in one folder`)
    return files.toSorted().flatMap((file) => {
      const source = join(name, file)
      const { value, digest } = parsed(source, cwd)
      const evidence = evidenceIn(value, source)
      // Passed over, it would not be missed.
      if (evidence === null && isMeantAsEvidence(value)) throw documentInvalid(source, NO_EVIDENCE)
      return evidence === null ? [] : [{ ...evidence, source, digest }]
    })
  })
}

/** Reads a JSON report of scan, assess or verify, a document of facts or of a registry. Throws CupelError for what is none of them. */
export function readPolicyDocument(source: string, cwd: string): PolicyDocument {
  const { value, digest } = parsed(source, cwd)
  const evidence = evidenceIn(value, source)
  if (evidence === null) throw documentInvalid(source, NO_EVIDENCE)
  return { ...evidence, source, digest }
}

const NO_EVIDENCE = 'this is no JSON report of cupel scan, assess or verify (version 1.0), and no document of facts'
const MEMBERS = ['components', 'findings', 'checks', 'standards', 'items']

/** Whether something is evidence that is broken or of another version, rather than something else. */
function isMeantAsEvidence(value: unknown): boolean {
  if (!isObject(value)) return false
  return 'facts' in value || ('schemaVersion' in value && MEMBERS.some((key) => key in value))
}

/** What a value is evidence of; null: of nothing. */
function evidenceIn(value: unknown, source: string): Evidence | null {
  if (!isObject(value)) return null
  if (isObject(value['facts'])) return { kind: 'facts', facts: factsOf(value['facts'], source) }
  const facts = registryFacts(value, source)
  if (facts !== null) return { kind: 'facts', facts }
  if (value['schemaVersion'] !== '1.0') return null
  if (areLists(value, ['components', 'findings', 'problems', 'graphs', 'coverage']) && areObjects(value, ['target', 'index', 'verdict'])) {
    const report = value as unknown as ScanReport
    if (saysNothing(report)) throw documentInvalid(source, 'it lists no components, and no file that was read')
    return { kind: 'scan', report }
  }
  if (areLists(value, ['checks', 'standards', 'claims', 'slsa', 'criticality']) && areObjects(value, ['project', 'summary']))
    return { kind: 'assessment', report: value as unknown as AssessmentReport }
  if (areLists(value, ['items', 'problems']) && areObjects(value, ['trust', 'verdict']))
    return { kind: 'verification', report: value as unknown as VerificationReport }
  return null
}

/** A scan that has read something says what; without any of it, it is no word about what a project consists of. */
function saysNothing({ components, findings, coverage, problems }: ScanReport): boolean {
  return components.length + findings.length + coverage.length === 0 && problems.every(({ effect }) => effect === 'note')
}

function parsed(source: string, cwd: string): { readonly value: unknown; readonly digest: string } {
  const file = resolve(cwd, source)
  try {
    if (statSync(file).size > MAX_BYTES) throw documentInvalid(source, `larger than ${MAX_BYTES} bytes`)
    const bytes = readFileSync(file)
    const value = readJson(bytes.toString('utf8'), { maxLength: MAX_BYTES })
    return { value, digest: createHash('sha256').update(bytes).digest('hex') }
  } catch (error) {
    if (error instanceof DocumentInvalid)
      throw documentInvalid(source, error.message, { cause: error, ...(error.line > 0 && { line: error.line }) })
    if (error instanceof Error && 'syscall' in error) throw targetMissing(source, error)
    throw error
  }
}

type Members = Readonly<Record<string, unknown>>

function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function areLists(value: Members, keys: readonly string[]): boolean {
  return keys.every((key) => Array.isArray(value[key]) && (value[key] as readonly unknown[]).every((one) => isObject(one)))
}

function areObjects(value: Members, keys: readonly string[]): boolean {
  return keys.every((key) => isObject(value[key]))
}

/** `{"facts": {"pkg:npm/a@1.0.0": {"published": "…", "deprecated": false, "repository": "…"}}}`. */
function factsOf(facts: Members, source: string): ReadonlyMap<string, ComponentFacts> {
  const found = new Map<string, ComponentFacts>()
  for (const [purl, value] of Object.entries(facts)) {
    if (!isObject(value)) throw documentInvalid(source, `facts of ${purl.slice(0, 100)} are no object`)
    const { published, deprecated, repository, ...rest } = value
    const [unknown] = Object.keys(rest)
    if (unknown !== undefined)
      throw documentInvalid(source, `facts have no member "${unknown.slice(0, 40)}"; there are published, deprecated, repository`)
    if (published !== undefined && (typeof published !== 'string' || Number.isNaN(Date.parse(published))))
      throw documentInvalid(source, `published of ${purl.slice(0, 100)} is no RFC 3339 time`)
    if (deprecated !== undefined && typeof deprecated !== 'boolean')
      throw documentInvalid(source, `deprecated of ${purl.slice(0, 100)} is true or false`)
    if (repository !== undefined && typeof repository !== 'string')
      throw documentInvalid(source, `repository of ${purl.slice(0, 100)} is a text`)
    found.set(canonical(purl, source), {
      source,
      ...(published !== undefined && { published }),
      ...(deprecated !== undefined && { deprecated }),
      ...(repository !== undefined && { repository }),
    })
  }
  return found
}

function canonical(purl: string, source: string): string {
  try {
    return canonicalPurl(purl)
  } catch (error) {
    if (error instanceof PurlInvalid) throw documentInvalid(source, `${purl.slice(0, 100)} is no purl`)
    throw error
  }
}
