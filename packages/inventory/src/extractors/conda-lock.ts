import type { Hash, Scope } from '@cupel/model'
import { folderOf, nameOf } from '@cupel/source'
import { addCandidate } from '../candidates.ts'
import { defineExtractor } from '../extractor.ts'
import type { Collector, FoundPackage, NodeId } from '../extractor.ts'
import { readBlockDocuments, reportFault, scalarPairs } from '../npm/block-document.ts'
import type { BlockNode } from '../npm/block-yaml.ts'
import { categoryScope } from '../python/group-scope.ts'
import { pypiName } from '../python/pypi-name.ts'
import { reportConflict } from '../text/conflict-marker.ts'
import { hexHash } from '../text/digest.ts'
import { writeEdges } from '../write-edges.ts'

type Entry = readonly BlockNode[]

const NOTHING_SKIPPED = new Map<number, ReadonlySet<string>>()

/** conda-lock's unified lock, version 1: conda and pip packages of several platforms in one list. */
export default defineExtractor({
  id: 'conda-lock',
  title: 'conda-lock unified lock file',
  type: 'conda',
  kind: 'lock',
  files: ['conda-lock.yml', 'conda-lock.yaml'],
  suffixes: ['.conda-lock.yml', '.conda-lock.yaml'],
  extract(input, out) {
    const text = input.text()
    reportConflict(text, out)
    const [root, second] = readBlockDocuments(text, NOTHING_SKIPPED, reportFault(out))
    if (second !== undefined) out.unknown('a second document in the file', second.line)
    const sections = root?.nodes ?? []
    const version = textOf(sections, 'version')
    out.format(version)
    if (version !== '1') {
      out.problem({ code: 'unsupported-version', detail: version === '' ? 'no version' : `version ${version} is not known` })
    }
    const packages = member(sections, 'package')?.children ?? []
    if (packages.length === 0) out.problem({ code: 'malformed', detail: 'the lock lists no package' })
    out.entries(packages.length)
    const nodes: { readonly node: NodeId; readonly entry: Entry }[] = []
    const byName = new Map<string, NodeId[]>()
    for (const { children: entry, line } of packages) {
      const node = addPackage(entry, { out, line: member(entry, 'name')?.line ?? line })
      nodes.push({ node, entry })
      addCandidate(byName, keysOf(entry, textOf(entry, 'name'))[0], node)
    }
    const edges: [NodeId, NodeId][] = []
    for (const { node, entry } of nodes) {
      for (const name of namesOf(member(entry, 'dependencies'))) {
        const [own, other] = keysOf(entry, name)
        for (const to of byName.get(own) ?? byName.get(other) ?? []) edges.push([node, to])
      }
    }
    writeEdges(out, edges)
    const sources = member(member(sections, 'metadata')?.children ?? [], 'sources')?.children ?? []
    for (const { value } of sources) if (value.includes('/')) out.project({ folder: folderOf(value) })
  },
})

function addPackage(entry: Entry, { out, line }: { out: Collector; line: number }): NodeId {
  const manager = textOf(entry, 'manager')
  const hash = new Map(scalarPairs(member(entry, 'hash')))
  const url = textOf(entry, 'url')
  const name = textOf(entry, 'name')
  const hashes: readonly Hash[] = [...hexHash('sha256', hash.get('sha256') ?? ''), ...hexHash('md5', hash.get('md5') ?? '')]
  const scopes: readonly Scope[] = [scopeOf(entry)]
  const version = textOf(entry, 'version')
  if (manager === 'pip') return out.component({ type: 'pypi', name: pypiName(name), version, line, scopes, hashes })
  if (manager !== 'conda') out.unknown(`manager ${manager}`, line)
  return out.component({ name, version, line, scopes, hashes, qualifiers: condaQualifiers(url, { name, version }) })
}

/** purl type `conda`: channel, subdir, build and archive type, all parts of the package's address. */
function condaQualifiers(url: string, { name, version }: Pick<FoundPackage, 'name' | 'version'>): Readonly<Record<string, string>> {
  const parts = url.replace(/[?#].*$/s, '').split('/')
  const file = nameOf(url)
  const type = file.endsWith('.conda') ? 'conda' : file.endsWith('.tar.bz2') ? 'tar.bz2' : ''
  if (type === '') return {}
  const stem = `${name}-${version}-`
  const build = file.startsWith(stem) ? file.slice(stem.length, -type.length - 1) : ''
  return { channel: parts.at(-3) ?? '', subdir: parts.at(-2) ?? '', build, type }
}

/** A dependency is met by a package of the same platform: of the same manager, else a pip package's by a conda package. */
function keysOf(entry: Entry, name: string): readonly [own: string, other: string] {
  const platform = textOf(entry, 'platform')
  const conda = `conda ${platform} ${name}`
  return textOf(entry, 'manager') === 'pip' ? [`pip ${platform} ${pypiName(name)}`, conda] : [conda, '']
}

function scopeOf(entry: Entry): Scope {
  const scope = categoryScope(textOf(entry, 'category') || 'main')
  return scope === 'runtime' && textOf(entry, 'optional') === 'true' ? 'optional' : scope
}

/** Keys of a mapping in block or flow style, whatever their values. */
function namesOf(node: BlockNode | undefined): readonly string[] {
  if (node?.kind !== 'flow') return (node?.children ?? []).map(({ key }) => key)
  return (scalarPairs(node) ?? []).map(([key]) => key)
}

function member(nodes: Entry, key: string): BlockNode | undefined {
  return nodes.find((node) => node.key === key)
}

function textOf(nodes: Entry, key: string): string {
  const node = member(nodes, key)
  return node?.kind === 'scalar' ? node.value : ''
}
