import { childOf, scalarPairs } from './block-document.ts'
import type { BlockNode } from './block-yaml.ts'
import type { PackageSource } from './package-source.ts'
import { packageSource } from './package-source.ts'
import type { YarnEntry, YarnNeed } from './yarn-entry.ts'
import { splitDescriptor } from './yarn-entry.ts'

const REGISTRY = packageSource('')
const LOCAL: PackageSource = { kind: 'local', vcsUrl: '' }
const TARBALL: PackageSource = { kind: 'tarball', vcsUrl: '' }

/**
 * Reads the entries of a yarn.lock of yarn 2 and later from its top-level keys. The checksum is of yarn's own archive, not of the
 * published one, so no hash is given. Entries that are cut or of an unknown protocol go to `refuse`.
 */
export function readYarnBerry(nodes: readonly BlockNode[], refuse: (why: string, line: number) => void): readonly YarnEntry[] {
  const entries: YarnEntry[] = []
  for (const node of nodes) {
    if (node.key === '__metadata') continue
    const resolution = childOf(node, 'resolution')?.value ?? ''
    const link = childOf(node, 'linkType')?.value
    if (resolution === '' || (link !== 'hard' && link !== 'soft')) refuse(`"${node.key}" is not a whole entry`, node.line)
    if (node.kind !== 'block') continue
    const { key, line, column } = node
    const version = childOf(node, 'version')?.value ?? ''
    entries.push(berryEntry({ key, resolution, version, line, column, needs: needsOf(node) }, refuse))
  }
  return entries
}

export interface BerryParts {
  /** Descriptors with `, ` between. */
  readonly key: string
  readonly resolution: string
  readonly version: string
  readonly line: number
  readonly column: number
  readonly needs: readonly YarnNeed[]
}

/** One entry from its parts: the resolution is a locator, `name@protocol:place::bindings`. */
export function berryEntry(parts: BerryParts, refuse: (why: string, line: number) => void): YarnEntry {
  const { key, resolution, version, line, column, needs } = parts
  const descriptors = key.split(/, */)
  const [name, reference] = splitDescriptor(resolution === '' ? (descriptors[0] as string) : resolution)
  const colon = reference.indexOf(':')
  const protocol = colon < 0 ? '' : reference.slice(0, colon)
  const place = reference.slice(colon + 1).replace(/::.*$/, '')
  return {
    descriptors,
    name,
    version: protocol === 'npm' && resolution !== '' ? place : version,
    source: sourceOf(protocol, reference, () => refuse(`protocol "${protocol}:" of ${name}`, line)),
    hashes: [],
    line,
    column,
    needs,
    workspace: protocol === 'workspace' ? (place === '.' ? '' : place) : null,
    patchOf: protocol === 'patch' ? patchedDescriptor(descriptors[0] as string) : null,
  }
}

function sourceOf(protocol: string, reference: string, refuse: () => void): PackageSource {
  const place = reference.replace(/::.*$/, '')
  switch (protocol) {
    case '':
    case 'npm':
    case 'patch':
    case 'jsr':
      return REGISTRY
    case 'workspace':
    case 'link':
    case 'portal':
    case 'exec':
      return LOCAL
    case 'file':
      return /\.(?:tgz|tar\.gz)(?:#|$)/.test(place) ? TARBALL : LOCAL
  }
  const source = packageSource(place)
  if (source.kind === 'registry') refuse()
  return source
}

/** `foo@patch:foo@npm%3A^1.0.0#~/file` is a patch on the descriptor between `patch:` and `#`, which can itself be a patch. */
function patchedDescriptor(descriptor: string): string {
  const inner = /@patch:([^#]+)/.exec(descriptor)?.[1] ?? descriptor
  try {
    return decodeURIComponent(inner)
  } catch {
    return inner
  }
}

function needsOf(node: BlockNode): readonly YarnNeed[] {
  const needs = scalarPairs(childOf(node, 'dependencies')) ?? []
  if (needs.length === 0) return []
  const optional = new Set<string>()
  for (const { key, children } of childOf(node, 'dependenciesMeta')?.children ?? []) {
    if (children.some((child) => child.key === 'optional' && child.value === 'true')) optional.add(key)
  }
  return needs.map(([name, range]) => ({ name, range, optional: optional.has(name) }))
}
