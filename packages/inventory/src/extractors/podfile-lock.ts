import type { YamlNode } from '@cupel/formats'
import type { Collector, NodeId } from '../extractor.ts'
import { defineExtractor } from '../extractor.ts'
import { parsePod } from '../apple/pod.ts'
import { vcsUrl } from '../text/vcs-url.ts'
import type { YamlRoot } from '../text/yaml-node.ts'
import { readYamlRoot, yamlMember, yamlText } from '../text/yaml-node.ts'

const SECTIONS = new Set([
  'PODS',
  'DEPENDENCIES',
  'SPEC REPOS',
  'EXTERNAL SOURCES',
  'CHECKOUT OPTIONS',
  'SPEC CHECKSUMS',
  'PODFILE CHECKSUM',
  'COCOAPODS',
])

/**
 * Podfile.lock of CocoaPods. A subspec is its pod with a purl subpath. Pods of a `:path` are first-party projects. SPEC
 * CHECKSUMS are digests of the specification, not of what is downloaded, and so are no component hashes.
 */
export default defineExtractor({
  id: 'podfile-lock',
  title: 'CocoaPods: Podfile.lock',
  type: 'cocoapods',
  kind: 'lock',
  files: ['Podfile.lock'],
  extract(input, out) {
    const root = readYamlRoot(input.text(), out)
    if (root === null) return
    for (const [key] of root.node.pairs) if (!SECTIONS.has(key.text)) out.unknown(key.text, root.line(key))
    const written = yamlText(yamlMember(root.node, 'COCOAPODS'))
    if (written === '') out.problem({ code: 'malformed', detail: 'the closing key COCOAPODS is missing: the file is cut short' })
    else out.format(written)
    const nodes = readPods(root, out)
    const project = out.project({})
    for (const item of yamlMember(root.node, 'DEPENDENCIES')?.items ?? []) {
      const target = nodes.get(parsePod(item.text)?.name ?? '')
      if (target !== undefined) out.edge(project, target)
      else out.problem({ code: 'entries-lost', line: root.line(item), detail: `${item.text} is asked for and not among the PODS` })
    }
  },
})

function readPods(root: YamlRoot, out: Collector): ReadonlyMap<string, NodeId> {
  const nodes = new Map<string, NodeId>()
  const needs: (readonly [NodeId, YamlNode])[] = []
  const items = yamlMember(root.node, 'PODS')?.items ?? []
  const external = yamlMember(root.node, 'EXTERNAL SOURCES')
  const checkout = yamlMember(root.node, 'CHECKOUT OPTIONS')
  out.entries(items.length)
  for (const item of items) {
    const [pair] = item.pairs
    const head = pair?.[0] ?? item
    const pod = parsePod(head.text)
    if (pod === null) {
      out.unknown(head.text, root.line(head))
      out.skip('not understood')
      continue
    }
    const [spec = '', ...subspec] = pod.name.split('/')
    const source = yamlMember(external, spec)
    const folder = yamlText(yamlMember(source, ':path'))
    const node =
      folder === ''
        ? out.component({
            name: spec,
            version: pod.version,
            subpath: subspec.join('/'),
            line: root.line(head),
            ...gitQualifiers(source, yamlMember(checkout, spec)),
          })
        : out.project({ name: pod.name, version: pod.version, folder })
    if (folder !== '') out.skip('local path')
    nodes.set(pod.name, node)
    if (pair !== undefined) needs.push([node, pair[1]])
  }
  for (const [from, list] of needs) {
    for (const need of list.items) {
      const target = nodes.get(parsePod(need.text)?.name ?? '')
      if (target !== undefined) out.edge(from, target)
    }
  }
  return nodes
}

function gitQualifiers(source: YamlNode | undefined, checkout: YamlNode | undefined) {
  const url = yamlText(yamlMember(checkout, ':git')) || yamlText(yamlMember(source, ':git'))
  if (url === '') return {}
  const commit = yamlText(yamlMember(checkout, ':commit')) || yamlText(yamlMember(checkout, ':tag')) || yamlText(yamlMember(source, ':tag'))
  return { qualifiers: { vcs_url: vcsUrl('git', url, commit) } }
}
