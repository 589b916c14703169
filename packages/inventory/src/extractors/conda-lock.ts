import type { YamlNode } from '@cupel/formats'
import type { Hash, Scope } from '@cupel/model'
import { nameOf } from '@cupel/source'
import { addCandidate } from '../candidates.ts'
import { defineExtractor } from '../extractor.ts'
import type { Collector, FoundPackage, NodeId } from '../extractor.ts'
import { categoryScope } from '../python/group-scope.ts'
import { pypiName } from '../python/pypi-name.ts'
import { reportConflict } from '../text/conflict-marker.ts'
import { hexHash } from '../text/digest.ts'
import { readYamlRoot, yamlMember, yamlText } from '../text/yaml-node.ts'
import { writeEdges } from '../write-edges.ts'

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
    const root = readYamlRoot(text, out)
    if (root === null) return
    const version = textOf(root.node, 'version')
    out.format(version)
    if (version !== '1') {
      out.problem({ code: 'unsupported-version', detail: version === '' ? 'no version' : `version ${version} is not known` })
    }
    const packages = yamlMember(root.node, 'package')?.items ?? []
    if (packages.length === 0) out.problem({ code: 'malformed', detail: 'the lock lists no package' })
    out.entries(packages.length)
    const nodes: { readonly node: NodeId; readonly entry: YamlNode }[] = []
    const byName = new Map<string, NodeId[]>()
    for (const entry of packages) {
      const node = addPackage(entry, { out, line: root.line(entry) })
      nodes.push({ node, entry })
      addCandidate(byName, keysOf(entry, textOf(entry, 'name'))[0], node)
    }
    const edges: [NodeId, NodeId][] = []
    for (const { node, entry } of nodes) {
      for (const [name] of yamlMember(entry, 'dependencies')?.pairs ?? []) {
        const [own, other] = keysOf(entry, name.text)
        for (const to of byName.get(own) ?? byName.get(other) ?? []) edges.push([node, to])
      }
    }
    writeEdges(out, edges)
  },
})

function addPackage(entry: YamlNode, { out, line }: { out: Collector; line: number }): NodeId {
  const manager = textOf(entry, 'manager')
  const hash = yamlMember(entry, 'hash')
  const url = textOf(entry, 'url')
  const name = textOf(entry, 'name')
  const hashes: readonly Hash[] = [...hexHash('sha256', textOf(hash, 'sha256')), ...hexHash('md5', textOf(hash, 'md5'))]
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
function keysOf(entry: YamlNode, name: string): readonly [own: string, other: string] {
  const platform = textOf(entry, 'platform')
  const conda = `conda ${platform} ${name}`
  return textOf(entry, 'manager') === 'pip' ? [`pip ${platform} ${pypiName(name)}`, conda] : [conda, '']
}

function scopeOf(entry: YamlNode): Scope {
  const scope = categoryScope(textOf(entry, 'category') || 'main')
  return scope === 'runtime' && textOf(entry, 'optional') === 'true' ? 'optional' : scope
}

function textOf(node: YamlNode | undefined, key: string): string {
  return yamlText(yamlMember(node, key))
}
