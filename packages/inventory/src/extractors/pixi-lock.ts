import type { Scope } from '@cupel/model'
import { condaFile } from '../conda/conda-file.ts'
import { pixiDirect } from '../conda/pixi-direct.ts'
import { addCandidate } from '../candidates.ts'
import { defineExtractor } from '../extractor.ts'
import type { Collector, NodeId } from '../extractor.ts'
import { childOf, readBlockDocuments, reportFault, scalarPairs } from '../npm/block-document.ts'
import type { BlockNode } from '../npm/block-yaml.ts'
import { artifactVersion } from '../python/artifact-version.ts'
import { categoryScope } from '../python/group-scope.ts'
import { pypiName } from '../python/pypi-name.ts'
import { parseRequirement } from '../python/requirement.ts'
import { reportConflict } from '../text/conflict-marker.ts'
import { hexHash } from '../text/digest.ts'
import { vcsUrl } from '../text/vcs-url.ts'
import { writeEdges } from '../write-edges.ts'

const NOTHING_SKIPPED = new Map<number, ReadonlySet<string>>()
const VERSIONS = new Set(['4', '5', '6'])
const KEYS = new Set(['version', 'environments', 'packages'])

/**
 * pixi.lock, version 4 to 6: conda and PyPI packages of several platforms, with edges, hashes and licences. A package that only
 * environments for development or tests take has that scope.
 */
export default defineExtractor({
  id: 'pixi-lock',
  title: 'pixi.lock, version 4-6',
  type: 'conda',
  kind: 'lock',
  files: ['pixi.lock'],
  extract(input, out) {
    const text = input.text()
    reportConflict(text, out)
    const [root, second] = readBlockDocuments(text, NOTHING_SKIPPED, reportFault(out))
    if (second !== undefined) out.unknown('a second document in the file', second.line)
    const sections = root?.nodes ?? []
    const section = (key: string): BlockNode | undefined => sections.find((node) => node.key === key)
    const version = section('version')?.value ?? ''
    out.format(version)
    if (!VERSIONS.has(version))
      out.problem({ code: 'unsupported-version', detail: version === '' ? 'no version' : `version ${version} is not one of 4 to 6` })
    for (const { key, line } of sections) if (!KEYS.has(key)) out.unknown(`section ${key}`, line)
    if (section('packages') === undefined)
      out.problem({ code: 'malformed', detail: 'the lock has no section packages: it may be truncated' })
    const scopes = scopesByAddress(section('environments'))
    const packages = (section('packages')?.children ?? []).map(entryOf)
    out.entries(packages.length)
    const listed = new Set(packages.map(({ address }) => address))
    const missing = [...scopes.keys()].filter((address) => !listed.has(address))
    if (missing.length > 0 && packages.length > 0)
      out.problem({
        code: 'malformed',
        detail: `${missing.length} packages of environments are not in the lock, the first is ${missing[0]}`,
      })
    const byName = new Map<string, Placed[]>()
    const placed = packages.map((entry) => {
      const node = addPackage(entry, scopes.get(entry.address), out)
      if (node === null) return null
      const one = { node, subdir: entry.subdir, entry }
      addCandidate(byName, `${entry.kind} ${entry.name}`, one)
      return one
    })
    const edges: [NodeId, NodeId][] = []
    for (const from of placed) {
      for (const name of from === null ? [] : neededNames(from.entry)) {
        const same = byName.get(`${from?.entry.kind} ${name}`) ?? byName.get(`conda ${name}`) ?? []
        for (const { node, subdir } of same)
          if (from !== null && (subdir === from.subdir || subdir === 'noarch' || from.subdir === 'noarch')) edges.push([from.node, node])
      }
    }
    const direct = pixiDirect(input, out)
    if (direct !== null) {
      const project = out.project({ name: direct.name, version: direct.version })
      for (const key of direct.packages) for (const { node } of byName.get(key) ?? []) edges.push([project, node])
    }
    writeEdges(out, edges)
  },
})

interface Entry {
  readonly kind: 'conda' | 'pypi'
  /** URL or path, under which environments name it. */
  readonly address: string
  readonly name: string
  readonly version: string
  readonly subdir: string
  readonly build: string
  readonly type: string
  readonly node: BlockNode
}

interface Placed {
  readonly node: NodeId
  readonly subdir: string
  readonly entry: Entry
}

/** Up to version 5 an entry has `kind`, `name` and `url`; later its first key is the kind, with the address as value. */
function entryOf(node: BlockNode): Entry {
  const value = (key: string): string => childOf(node, key)?.value ?? ''
  const kind = childOf(node, 'pypi') !== undefined || value('kind') === 'pypi' ? 'pypi' : 'conda'
  const address = value(kind) || value('url') || value('path')
  if (kind === 'pypi') {
    const version = value('version') || artifactVersion(address)
    return { kind, address, name: pypiName(value('name')), version, subdir: 'noarch', build: '', type: '', node }
  }
  const file = condaFile(address)
  return {
    kind,
    address,
    name: value('name') || file.name,
    version: value('version') || file.version,
    subdir: value('subdir') || file.subdir,
    build: value('build') || file.build,
    type: file.type,
    node,
  }
}

function addPackage(entry: Entry, scopes: ReadonlySet<Scope> | undefined, out: Collector): NodeId | null {
  const { kind, address, name, version, subdir, build, type, node } = entry
  const { line } = node
  const value = (key: string): string => childOf(node, key)?.value ?? ''
  const git = /^(?:git\+|[a-z+]+:\/\/[^#]*\.git(?:[@?#]|$))/.test(address)
  if (!git && !/^[a-z][a-z0-9+.-]*:\/\//i.test(address)) {
    out.skip('local path')
    out.project({ name, version, folder: address })
    return null
  }
  const hashes = [...hexHash('sha256', value('sha256')), ...hexHash('md5', value('md5'))]
  const license = value('license')
  const rest = {
    line,
    hashes,
    scopes: [...(scopes ?? ['runtime' as const])],
    licenses: license === '' || license === 'None' ? [] : [license],
  }
  if (kind === 'pypi') {
    const commit = address.includes('#') ? address.slice(address.indexOf('#') + 1) : ''
    return out.component({
      type: 'pypi',
      name,
      version,
      ...(git ? { qualifiers: { vcs_url: vcsUrl('git', address, commit) } } : {}),
      ...rest,
    })
  }
  if (version === '') out.problem({ code: 'malformed', line, detail: `${name || address} has no version` })
  const channel = address.split('/').at(-3) ?? ''
  return out.component({ name, version, qualifiers: { channel, subdir, build, type }, ...rest })
}

/** Address → scopes of the environments that take it. */
function scopesByAddress(environments: BlockNode | undefined): ReadonlyMap<string, ReadonlySet<Scope>> {
  const scopes = new Map<string, Set<Scope>>()
  for (const environment of environments?.children ?? []) {
    const stated = categoryScope(environment.key)
    // What an environment is for can only be told from a name that says so.
    const scope = stated === 'optional' ? 'runtime' : stated
    for (const platform of childOf(environment, 'packages')?.children ?? []) {
      for (const item of platform.children) {
        const pairs = item.kind === 'flow' ? (scalarPairs(item) ?? []) : item.children.map(({ key, value }) => [key, value] as const)
        const address = pairs.find(([key]) => key === 'conda' || key === 'pypi')?.[1]
        if (address !== undefined) scopes.set(address, (scopes.get(address) ?? new Set()).add(scope))
      }
    }
  }
  return scopes
}

function neededNames({ kind, node }: Entry): readonly string[] {
  if (kind === 'conda') return (childOf(node, 'depends')?.children ?? []).map(({ value }) => value.split(/[ =<>!~[]/)[0] ?? '')
  return (childOf(node, 'requires_dist')?.children ?? []).flatMap(({ value }) => {
    const requirement = parseRequirement(value)
    return requirement === null || /\bextra\s*==/.test(requirement.marker) ? [] : [requirement.name]
  })
}
