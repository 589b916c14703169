import { DocumentInvalid, readToml } from '@cupel/formats'
import { FailOnInvalid, parseFailOn } from '../gate/parse-fail-on.ts'
import type { GateTerm } from '../gate/gate.ts'
import type { Config } from './config.ts'
import { ConfigInvalid } from './config-invalid.ts'
import { readWaiver } from './read-waiver.ts'
import type { FaultList, TableReader } from './table-reader.ts'
import { tableReader } from './table-reader.ts'
import { tomlLines } from './toml-lines.ts'

const MAX_LENGTH = 4_000_000
const MAX_WAIVERS = 10_000

/**
 * Reads a `cupel.toml`. Throws ConfigInvalid with every fault and its line: invalid TOML, unknown keys (with the nearest known
 * one), wrong types, waivers that lack a reason, an owner or an end. Nothing is ignored in silence.
 */
export function readConfig(text: string, source: string): Config {
  const root = parse(text, source)
  const list: FaultList = { faults: [], lines: tomlLines(text) }
  const reader = tableReader(root, '', { list, known: ['scan', 'waiver', 'gate', 'trust', 'policy', 'vex', 'output', 'forge'] })
  const scan = tableReader(root['scan'], 'scan', { list, known: ['exclude', 'ecosystems', 'no-dev', 'offline', 'db'] })
  const gate = tableReader(root['gate'], 'gate', { list, known: ['fail-on', 'allow-incomplete', 'max-age'] })
  const trust = tableReader(root['trust'], 'trust', { list, known: ['file', 'evidence', 'trusted-root', 'registry-keys', 'unlogged'] })
  const policy = tableReader(root['policy'], 'policy', { list, known: ['packs', 'evidence', 'unknown'] })
  const vex = tableReader(root['vex'], 'vex', { list, known: ['files'] })
  const output = tableReader(root['output'], 'output', { list, known: ['format', 'colour'] })
  const config: Config = {
    scan: {
      exclude: scan.strings('exclude'),
      ecosystems: scan.strings('ecosystems'),
      noDev: scan.flag('no-dev'),
      offline: scan.flag('offline'),
      db: scan.string('db'),
    },
    waivers: waiverTables(reader).map((table, at) => readWaiver(table, at, { list, source })),
    gate: { failOn: failOn(gate), allowIncomplete: gate.flag('allow-incomplete'), maxAgeDays: maxAge(gate) },
    trust: trustOf(trust),
    policy: policyOf(policy),
    vex: { files: vex.strings('files') },
    output: { formats: formats(output), colour: colour(output) },
  }
  if (list.faults.length > 0)
    throw new ConfigInvalid(
      source,
      [...list.faults].sort((a, b) => a.line - b.line),
    )
  return config
}

function parse(text: string, source: string): Readonly<Record<string, unknown>> {
  try {
    return readToml(text, { maxDepth: 20, maxLength: MAX_LENGTH })
  } catch (error) {
    if (!(error instanceof DocumentInvalid)) throw error
    throw new ConfigInvalid(source, [{ line: error.line, message: error.message }])
  }
}

function waiverTables(reader: TableReader): readonly unknown[] {
  const value = reader.raw('waiver')
  if (value === undefined) return []
  if (!Array.isArray(value)) {
    reader.fault('waiver', 'waivers are written as [[waiver]], with two brackets')
    return []
  }
  if (value.length > MAX_WAIVERS) reader.fault('waiver', `there are more than ${MAX_WAIVERS} waivers`)
  return value.slice(0, MAX_WAIVERS)
}

function failOn(reader: TableReader): readonly GateTerm[] | null {
  const value = reader.raw('fail-on')
  if (value === undefined) return null
  const text = typeof value === 'string' ? value : reader.strings('fail-on').join(',')
  if (typeof value !== 'string' && !Array.isArray(value)) return null
  try {
    return parseFailOn(text)
  } catch (error) {
    if (!(error instanceof FailOnInvalid)) throw error
    reader.fault('fail-on', error.message)
    return null
  }
}

/** Days as a number, or as `30d`. */
function maxAge(reader: TableReader): number | null {
  const value = reader.raw('max-age')
  if (value === undefined) return null
  const days = typeof value === 'number' ? value : typeof value === 'string' && /^\d{1,5}d$/.test(value) ? Number(value.slice(0, -1)) : -1
  if (Number.isInteger(days) && days >= 0) return days
  reader.fault('max-age', 'gate.max-age must be a number of days, such as 7 or "7d"')
  return null
}

/** One place of evidence may be written without brackets. A table without the policy would look as if something was judged. */
function trustOf(reader: TableReader): Config['trust'] {
  const file = reader.string('file')
  const evidence = typeof reader.raw('evidence') === 'string' ? [reader.raw('evidence') as string] : reader.strings('evidence')
  const more = {
    trustedRoot: reader.string('trusted-root'),
    registryKeys: reader.string('registry-keys'),
    unlogged: reader.flag('unlogged'),
  }
  const stated = evidence.length > 0 || Object.values(more).some((one) => one !== null)
  if ((file === null && stated) || file === '') reader.fault('file', 'trust.file must name the trust policy')
  return { file, evidence, ...more }
}

function policyOf(reader: TableReader): Config['policy'] {
  const unknown = reader.string('unknown')
  if (unknown !== null && unknown !== 'fail' && unknown !== 'pass') reader.fault('unknown', 'policy.unknown must be fail or pass')
  const packs = typeof reader.raw('packs') === 'string' ? [reader.raw('packs') as string] : reader.strings('packs')
  const evidence = reader.strings('evidence')
  if (packs.some((name) => name === '')) reader.fault('packs', 'policy.packs must name packs')
  if (packs.length === 0 && (evidence.length > 0 || unknown !== null)) reader.fault('packs', 'policy.packs must name the packs to judge by')
  return { packs, evidence, unknown: unknown === 'fail' || unknown === 'pass' ? unknown : null }
}

function formats(reader: TableReader): readonly string[] {
  const value = reader.raw('format')
  return typeof value === 'string' ? [value] : reader.strings('format')
}

function colour(reader: TableReader): Config['output']['colour'] {
  const value = reader.string('colour')
  if (value === null || value === 'auto' || value === 'always' || value === 'never') return value
  reader.fault('colour', 'output.colour must be auto, always or never')
  return null
}
