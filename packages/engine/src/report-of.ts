import { readFileSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { documentInvalid } from '@cupel/model'
import type { Finding, ScanReport, Verdict } from '@cupel/model'
import { DocumentInvalid, readJson } from '@cupel/formats'
import { judge } from '@cupel/policy'
import { gateOf, scan } from './scan.ts'
import type { ScanOptions } from './scan.ts'
import { findConfig } from './config.ts'

const MAX_REPORT_BYTES = 512 * 1024 * 1024

/** A report read back from `cupel scan --format json`, or the scan of whatever else the path leads to. */
export async function reportOf(path: string, options: ScanOptions): Promise<ScanReport> {
  return storedReport(resolve(options.cwd ?? process.cwd(), path), path) ?? scan(path, options)
}

function storedReport(file: string, given: string): ScanReport | null {
  if (!file.endsWith('.json')) return null
  const stat = statSync(file, { throwIfNoEntry: false })
  if (stat === undefined || !stat.isFile() || stat.size > MAX_REPORT_BYTES) return null
  const text = readFileSync(file, 'utf8')
  if (!/^\s*\{\s*"schemaVersion"/.test(text.slice(0, 200))) return null
  let value: unknown
  try {
    value = readJson(text)
  } catch (error) {
    if (error instanceof DocumentInvalid)
      throw documentInvalid(given, error.message, { cause: error, ...(error.line > 0 ? { line: error.line } : {}) })
    throw error
  }
  if (!isReport(value)) throw documentInvalid(given, 'this is no report of cupel scan --format json, version 1.0')
  return value
}

/** Enough shape to compare it: what is missing would be taken for "nothing there". */
function isReport(value: unknown): value is ScanReport {
  const { schemaVersion, components, findings, problems, verdict, index, target } = value as Record<string, unknown>
  const lists = [components, findings, problems].every(Array.isArray)
  return schemaVersion === '1.0' && lists && [verdict, index, target].every((one) => typeof one === 'object' && one !== null)
}

/** The verdict over what is new: findings of `after` that `before` did not have, and what either side could not read. */
export async function diffVerdict(
  before: ScanReport,
  after: ScanReport,
  { added, options }: { added: readonly Finding[]; options: ScanOptions },
): Promise<Verdict> {
  const cwd = options.cwd ?? process.cwd()
  const now = options.now ?? (() => new Date())
  return judge({
    findings: added,
    problems: [...before.problems, ...after.problems],
    index: after.index,
    gate: gateOf(options, (await findConfig(cwd, options.config)).config),
    today: now().toISOString().slice(0, 10),
    trust: before.provenance !== undefined && after.provenance !== undefined,
    ecosystems: [...new Set(after.components.map(({ ecosystem }) => ecosystem))],
  })
}
