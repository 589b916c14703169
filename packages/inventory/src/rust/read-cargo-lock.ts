import type { Collector } from '../extractor.ts'
import { asArray, asObject, asString } from '../text/json-value.ts'
import { readTomlTables } from '../text/toml-tables.ts'
import type { CargoLockFile, LockedCrate } from './cargo-lock-file.ts'
import { scanCargoLock } from './scan-cargo-lock.ts'

const KNOWN_SECTIONS = new Set(['version', 'package', 'metadata', 'root', 'patch'])

/** Reads a Cargo.lock as Cargo writes it by lines, and any other valid one by the TOML reader. Broken TOML is reported and salvaged. */
export function readCargoLock(text: string, out: Collector): CargoLockFile {
  return scanCargoLock(text) ?? parseCargoLock(text, out)
}

/** The slow way, for any TOML. */
export function parseCargoLock(text: string, out: Collector): CargoLockFile {
  const { root, entries } = readTomlTables(text, 'package', out)
  // Before Cargo 0.19 the project itself stood under [root].
  const own = asObject(root['root'])
  const tables = own === null ? entries : [{ table: own, line: undefined }, ...entries]
  const crates: LockedCrate[] = tables.map(({ table, line }) => ({
    name: asString(table['name']),
    version: asString(table['version']),
    source: asString(table['source']),
    checksum: asString(table['checksum']),
    dependencies: (asArray(table['dependencies']) ?? []).map(asString),
    line,
  }))
  const checksums = new Map<string, string>()
  for (const [key, value] of Object.entries(asObject(root['metadata']) ?? {})) {
    if (key.startsWith('checksum ')) checksums.set(key.slice('checksum '.length), asString(value))
  }
  const version = root['version'] === undefined ? '' : String(root['version'])
  return { version, crates, checksums, unknown: Object.keys(root).filter((key) => !KNOWN_SECTIONS.has(key)) }
}
