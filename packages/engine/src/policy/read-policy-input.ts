import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { DocumentInvalid, readJson } from '@cupel/formats'
import { canonicalPurl, documentInvalid, PurlInvalid, targetMissing } from '@cupel/model'
import type { AssessmentReport, ScanReport, VerificationReport } from '@cupel/model'
import { registryFacts } from '@cupel/policy'
import type { ComponentFacts } from '@cupel/policy'

const MAX_BYTES = 512 * 1024 * 1024

/** One file of evidence, by what it turned out to be. */
export type PolicyDocument =
  | { readonly kind: 'scan'; readonly report: ScanReport; readonly source: string }
  | { readonly kind: 'assessment'; readonly report: AssessmentReport; readonly source: string }
  | { readonly kind: 'verification'; readonly report: VerificationReport; readonly source: string }
  | { readonly kind: 'facts'; readonly facts: ReadonlyMap<string, ComponentFacts>; readonly source: string }

const MAX_FILES = 20_000

/**
 * Reads files of evidence. A folder stands for the documents of a registry in it (`*.json`): others that lie there, such as attestations,
 * are passed over. Throws CupelError for a named file that is no evidence.
 */
export function readPolicyDocuments(names: readonly string[], cwd: string): readonly PolicyDocument[] {
  return names.flatMap((name) => {
    const folder = resolve(cwd, name)
    if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return [readPolicyDocument(name, cwd)]
    const files = readdirSync(folder).filter((file) => file.endsWith('.json'))
    if (files.length > MAX_FILES) throw documentInvalid(name, `more than ${MAX_FILES} documents in one folder`)
    return files.toSorted().flatMap((file) => {
      const source = join(name, file)
      const facts = registryFacts(parsed(source, cwd), source)
      return facts === null ? [] : [{ kind: 'facts', facts, source } as const]
    })
  })
}

/** Reads a JSON report of scan, assess or verify, a document of facts or of a registry. Throws CupelError for what is none of them. */
export function readPolicyDocument(source: string, cwd: string): PolicyDocument {
  const value = parsed(source, cwd)
  if (!isObject(value)) throw notOurs(source)
  if (isObject(value['facts'])) return { kind: 'facts', facts: factsOf(value['facts'], source), source }
  const facts = registryFacts(value, source)
  if (facts !== null) return { kind: 'facts', facts, source }
  const { schemaVersion } = value
  if (schemaVersion !== '1.0') throw notOurs(source)
  if (areLists(value, ['components', 'findings', 'problems', 'graphs', 'coverage']) && areObjects(value, ['target', 'index', 'verdict']))
    return { kind: 'scan', report: value as unknown as ScanReport, source }
  if (areLists(value, ['checks', 'standards', 'claims', 'slsa', 'criticality']) && areObjects(value, ['project', 'summary']))
    return { kind: 'assessment', report: value as unknown as AssessmentReport, source }
  if (areLists(value, ['items', 'problems']) && areObjects(value, ['trust', 'verdict']))
    return { kind: 'verification', report: value as unknown as VerificationReport, source }
  throw notOurs(source)
}

function notOurs(source: string): Error {
  return documentInvalid(source, 'this is no JSON report of cupel scan, assess or verify (version 1.0), and no document of facts')
}

function parsed(source: string, cwd: string): unknown {
  const file = resolve(cwd, source)
  try {
    if (statSync(file).size > MAX_BYTES) throw documentInvalid(source, `larger than ${MAX_BYTES} bytes`)
    return readJson(readFileSync(file, 'utf8'), { maxLength: MAX_BYTES })
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
