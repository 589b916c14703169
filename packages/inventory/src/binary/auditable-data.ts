import { inflateSync } from 'node:zlib'
import { asBuffer } from './as-buffer.ts'
import type { Executable } from './section.ts'

/** A crate that was built into a program (cargo-auditable, "Data format"). */
export interface AuditableCrate {
  readonly name: string
  readonly version: string
  /** `crates.io`, `git`, `local`, `registry` … */
  readonly source: string
  readonly isBuildOnly: boolean
  readonly isRoot: boolean
  /** Positions of other crates in the list. */
  readonly dependencies: readonly number[]
}

/** The section is there and cannot be read; the message says why. */
export class AuditableDataInvalid extends Error {
  override readonly name = 'AuditableDataInvalid'
}

const SECTION = '.dep-v0'
const MAX_JSON_BYTES = 64 * 1024 * 1024

/** The crates listed in the `.dep-v0` section: JSON, deflated with a zlib header. null without one; throws AuditableDataInvalid. */
export function auditableCrates({ file, sections }: Executable): readonly AuditableCrate[] | null {
  const section = sections.find(({ name }) => name === SECTION)
  if (section === undefined) return null
  const packages = parsed(asBuffer(file.read(section.offset, Math.min(section.size, MAX_JSON_BYTES))))
  return packages.map(crateOf)
}

function parsed(bytes: Buffer): readonly unknown[] {
  let data: unknown
  try {
    data = JSON.parse(inflateSync(bytes, { maxOutputLength: MAX_JSON_BYTES }).toString('utf8'))
  } catch (error) {
    throw new AuditableDataInvalid(error instanceof RangeError ? `more than ${MAX_JSON_BYTES} bytes` : 'the list of crates is damaged')
  }
  const packages = typeof data === 'object' && data !== null && 'packages' in data ? data.packages : undefined
  if (!Array.isArray(packages)) throw new AuditableDataInvalid('the list of crates has no packages')
  return packages
}

function crateOf(entry: unknown): AuditableCrate {
  const fields: Readonly<Record<string, unknown>> = typeof entry === 'object' && entry !== null ? { ...entry } : {}
  const text = (key: string) => (typeof fields[key] === 'string' ? fields[key] : '')
  const dependencies = Array.isArray(fields['dependencies']) ? fields['dependencies'] : []
  return {
    name: text('name'),
    version: text('version'),
    source: text('source'),
    isBuildOnly: text('kind') === 'build',
    isRoot: fields['root'] === true,
    dependencies: dependencies.filter((at) => Number.isInteger(at)),
  }
}
