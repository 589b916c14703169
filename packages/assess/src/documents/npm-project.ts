import { DocumentInvalid, readJson } from '@cupel/formats'
import type { Facts } from '../facts/facts.ts'
import { reading } from '../facts/reading.ts'

export interface NpmProject {
  /** As the npm guide tells them apart: private is an application, `bin` a command, the rest a library. */
  readonly kind: 'library' | 'command' | 'application'
  readonly dependencies: readonly { readonly name: string; readonly spec: string }[]
  /** `publishConfig.provenance` is true. */
  readonly provenance: boolean
}

/** The root's package.json; null when there is none or it cannot be read. */
export const npmProject: (facts: Facts) => NpmProject | null = reading(({ files }) => {
  const text = files.text('package.json')
  if (text === null) return null
  const root = parsed(text)
  if (root === null) return null
  const kind =
    root['private'] === true
      ? 'application'
      : root['bin'] !== undefined && root['main'] === undefined && root['exports'] === undefined
        ? 'command'
        : 'library'
  const dependencies = ['dependencies', 'devDependencies', 'optionalDependencies'].flatMap((field) =>
    Object.entries(record(root[field])).flatMap(([name, spec]) => (typeof spec === 'string' ? [{ name, spec }] : [])),
  )
  return { kind, dependencies, provenance: record(root['publishConfig'])['provenance'] === true }
})

function parsed(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value = readJson(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null
  } catch (error) {
    if (!(error instanceof DocumentInvalid)) throw error
    return null
  }
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}
