import type { Scope } from '@cupel/model'
import type { YamlNode } from '@cupel/formats'
import type { Collector } from '../extractor.ts'
import { defineExtractor } from '../extractor.ts'
import { hexHash } from '../text/digest.ts'
import { vcsUrl } from '../text/vcs-url.ts'
import type { YamlRoot } from '../text/yaml-node.ts'
import { readYamlRoot, yamlMember, yamlText } from '../text/yaml-node.ts'

const SECTIONS = new Set(['packages', 'sdks', 'sdk'])

/**
 * pubspec.lock of Dart's pub (dart.dev/tools/pub/glossary#lockfile). It tells what is direct and has no edges. What pub
 * cannot trace to a scope (transitive) counts as runtime. Packages of an SDK have no version of their own and are skipped.
 */
export default defineExtractor({
  id: 'pubspec-lock',
  title: 'Dart and Flutter: pubspec.lock',
  type: 'pub',
  kind: 'lock',
  files: ['pubspec.lock'],
  extract(input, out) {
    const root = readYamlRoot(input.text(), out)
    if (root === null) return
    for (const [key] of root.node.pairs) if (!SECTIONS.has(key.text)) out.unknown(key.text, root.line(key))
    const packages = yamlMember(root.node, 'packages')
    if (packages === undefined) return out.problem({ code: 'malformed', detail: 'the file has no section packages' })
    out.entries(packages.pairs.length)
    for (const [key, entry] of packages.pairs) readEntry(key, entry, { root, out })
  },
})

function readEntry(key: YamlNode, entry: YamlNode, { root, out }: { readonly root: YamlRoot; readonly out: Collector }): void {
  const line = root.line(key)
  const description = yamlMember(entry, 'description')
  const source = yamlText(yamlMember(entry, 'source'))
  const version = yamlText(yamlMember(entry, 'version'))
  const dependency = yamlText(yamlMember(entry, 'dependency'))
  if (source === 'path') {
    out.skip('local path')
    return void out.project({ name: key.text, version, folder: yamlText(yamlMember(description, 'path')) })
  }
  if (source === 'sdk') return out.skip('package of the SDK')
  if (source !== 'hosted' && source !== 'git') out.unknown(source === '' ? `${key.text} without source` : `source ${source}`, line)
  if (version === '') out.problem({ code: 'malformed', line, detail: `${key.text} has no version` })
  const git =
    source === 'git' ? vcsUrl('git', yamlText(yamlMember(description, 'url')), yamlText(yamlMember(description, 'resolved-ref'))) : ''
  const scopes: readonly Scope[] = dependency === 'direct dev' ? ['dev'] : ['runtime']
  out.component({
    name: yamlText(yamlMember(description, 'name')) || key.text,
    version,
    line,
    scopes,
    ...(dependency === '' ? {} : { direct: dependency.startsWith('direct') }),
    hashes: hexHash('sha256', yamlText(yamlMember(description, 'sha256'))),
    ...(git === '' ? {} : { qualifiers: { vcs_url: git } }),
  })
}
