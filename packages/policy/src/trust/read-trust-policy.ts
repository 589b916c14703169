import { DocumentInvalid, readToml, readYaml } from '@cupel/formats'
import { ConfigInvalid } from '../config/config-invalid.ts'
import type { FaultList, TableReader } from '../config/table-reader.ts'
import { tableReader } from '../config/table-reader.ts'
import { tomlLines } from '../config/toml-lines.ts'
import { yamlLines } from '../config/yaml-lines.ts'
import { readTrustIdentity } from './read-trust-identity.ts'
import { readTrustRule } from './read-trust-rule.ts'
import type { TrustPolicy } from './trust-policy.ts'

const MAX_LENGTH = 4_000_000
const MAX_TABLES = 10_000

/**
 * Reads a trust policy: TOML, or YAML of the same shape when the file is named so. Throws ConfigInvalid with every fault and its
 * line; what the policy does not say is never assumed.
 */
export function readTrustPolicy(text: string, source: string): TrustPolicy {
  const yaml = /\.ya?ml$/i.test(source)
  const root = parse(text, source, yaml)
  const list: FaultList = { faults: [], lines: yaml ? yamlLines(text) : tomlLines(text) }
  const reader = tableReader(root, '', { list, known: ['version', 'max-root-age', 'identity', 'rule'] })
  const version = reader.raw('version')
  if (version !== 1)
    reader.fault('version', version === undefined ? 'a trust policy starts with version = 1' : 'the version of the policy must be 1')
  const maxRootAge = daysOf(reader)
  const tables = (key: string): readonly unknown[] => {
    const value = reader.raw(key)
    if (value === undefined) return []
    if (Array.isArray(value) && value.length <= MAX_TABLES) return value
    reader.fault(key, Array.isArray(value) ? `there are more than ${MAX_TABLES} of ${key}` : `${key} is a list; in TOML write [[${key}]]`)
    return []
  }
  const identities = tables('identity').map((table, at) => readTrustIdentity(table, at, list))
  const rules = tables('rule').map((table, at) => readTrustRule(table, at, list))
  checkNames({ identities, rules }, list)
  if (list.faults.length > 0)
    throw new ConfigInvalid(
      source,
      list.faults.toSorted((a, b) => a.line - b.line),
    )
  return { version: 1, identities, rules, maxRootAge, source }
}

/** A number, or a text as `90d`. */
function daysOf(reader: TableReader): number | null {
  const value = reader.raw('max-root-age')
  if (value === undefined) return null
  const days = typeof value === 'string' && /^\d{1,5}d$/.test(value) ? Number(value.slice(0, -1)) : value
  if (typeof days === 'number' && Number.isInteger(days) && days >= 1) return days
  reader.fault('max-root-age', 'max-root-age must be a number of days from 1, such as 90 or "90d"')
  return null
}

function parse(text: string, source: string, yaml: boolean): unknown {
  try {
    if (!yaml) return readToml(text, { maxDepth: 20, maxLength: MAX_LENGTH })
    const documents = readYaml(text, { maxDepth: 20, maxLength: MAX_LENGTH, maxDocuments: 1, maxAliases: 0 })
    return documents[0] ?? {}
  } catch (error) {
    if (!(error instanceof DocumentInvalid)) throw error
    throw new ConfigInvalid(source, [{ line: error.line, message: error.message }])
  }
}

/** A name that stands for two identities, or for none, could let somebody vouch whom nobody meant. */
function checkNames({ identities, rules }: Pick<TrustPolicy, 'identities' | 'rules'>, list: FaultList): void {
  for (const [what, tables] of [
    ['identity', identities],
    ['rule', rules],
  ] as const) {
    const seen = new Set<string>()
    for (const { name, line } of tables) {
      if (name !== '' && seen.has(name)) list.faults.push({ line, message: `there are two of ${what} ${JSON.stringify(name)}` })
      seen.add(name)
    }
  }
  const known = new Set(identities.map(({ name }) => name))
  for (const { by, name, threshold, line } of rules) {
    for (const one of by) {
      if (!known.has(one))
        list.faults.push({ line, message: `rule ${JSON.stringify(name)} names ${JSON.stringify(one)}, which is no identity` })
    }
    if (threshold > new Set(by).size && by.length > 0) {
      list.faults.push({ line, message: `rule ${JSON.stringify(name)} can never be met: ${threshold} needed of ${new Set(by).size}` })
    }
  }
}
