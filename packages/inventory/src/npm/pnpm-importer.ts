import type { Scope } from '@cupel/model'
import type { BlockNode } from './block-yaml.ts'
import type { PnpmNeeds } from './pnpm-package.ts'

/** A workspace project of a pnpm lock. */
export interface PnpmImporter {
  /** Folder relative to the lock's own; `` for the root. */
  readonly folder: string
  readonly needs: readonly PnpmNeeds[]
  /** What it asks for (`specifiers`, up to version 5) and the file resolves nowhere. */
  readonly unanswered: readonly string[]
}

const FIELDS: readonly (readonly [field: string, scope: Scope])[] = [
  ['dependencies', 'runtime'],
  ['devDependencies', 'dev'],
  ['optionalDependencies', 'optional'],
  // Tools of the developer: pnpm itself and packages with its configuration (the first document of pnpm 11 and later).
  ['configDependencies', 'dev'],
  ['packageManagerDependencies', 'dev'],
]

/** The importers of one document; before there were workspaces, and in single projects up to version 8, the document is one. */
export function pnpmImporters(document: readonly BlockNode[]): readonly PnpmImporter[] {
  const importers = document.find((node) => node.key === 'importers')
  if (importers === undefined) return [importerOf('', document)]
  return importers.children.map((node) => importerOf(node.key === '.' ? '' : node.key, node.children))
}

function importerOf(folder: string, fields: readonly BlockNode[]): PnpmImporter {
  const needs = needsOf(fields)
  const specifiers = fields.find((child) => child.key === 'specifiers')?.children ?? []
  if (specifiers.length === 0) return { folder, needs, unanswered: [] }
  const answered = new Set(needs.flatMap(({ list }) => list.map((need) => need.key)))
  return { folder, needs, unanswered: specifiers.map(({ key }) => key).filter((name) => !answered.has(name)) }
}

function needsOf(fields: readonly BlockNode[]): readonly PnpmNeeds[] {
  const needs: PnpmNeeds[] = []
  for (const [field, scope] of FIELDS) {
    const node = fields.find((child) => child.key === field)
    if (node !== undefined && node.children.length > 0) needs.push({ list: node.children, scope })
  }
  return needs
}
