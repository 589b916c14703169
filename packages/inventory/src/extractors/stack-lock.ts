import type { YamlNode } from '@cupel/formats'
import type { FoundPackage } from '../extractor.ts'
import { defineExtractor } from '../extractor.ts'
import { hexHash } from '../text/digest.ts'
import { vcsUrl } from '../text/vcs-url.ts'
import { readYamlRoot, yamlMember, yamlText } from '../text/yaml-node.ts'

const KEYS = new Set(['packages', 'snapshots'])
const PINNED = /^(.+)-([0-9]+(?:\.[0-9]+)*)(?:@(?:sha256:[0-9a-f]+(?:,[0-9]+)?|rev:[0-9]+))?$/i

/**
 * stack.yaml.lock (Stack documentation, "Lock files"): the packages a project adds to its snapshot. The snapshot itself, from which most
 * of what a project needs is taken, is named by URL only; that its packages are not in the file is said. The digest behind `@` is of the
 * Cabal file, not of the package.
 */
export default defineExtractor({
  id: 'stack-lock',
  title: 'Haskell: stack.yaml.lock',
  type: 'hackage',
  kind: 'lock',
  files: ['stack.yaml.lock'],
  extract(input, out) {
    const root = readYamlRoot(input.text(), out)
    if (root === null) return
    for (const [key] of root.node.pairs) if (!KEYS.has(key.text)) out.unknown(key.text, root.line(key))
    const packages = yamlMember(root.node, 'packages')
    const snapshots = yamlMember(root.node, 'snapshots')
    if (packages === undefined || snapshots === undefined) {
      out.problem({ code: 'malformed', detail: 'a lock of Stack has the keys packages and snapshots: the file is cut short' })
    }
    const items = packages?.items ?? []
    const bases = snapshots?.items.length ?? 0
    out.entries(items.length + bases)
    if (snapshots !== undefined && bases > 0) {
      out.skip('snapshot named by URL', bases)
      const line = root.line(snapshots.items[0] as YamlNode)
      const effect = WHOLE.test(input.read(FREEZE) ?? '') ? 'note' : 'incomplete'
      out.problem({ code: 'version-unpinned', effect, line, detail: unlisted(snapshots), ...(effect === 'note' ? {} : { hint: HINT }) })
    }
    for (const item of items) {
      const completed = yamlMember(item, 'completed')
      const found = completed === undefined ? null : packageOf(completed)
      if (found === null || completed === undefined)
        out.problem({ code: 'unsupported-content', line: root.line(item), detail: 'a package without name and version' })
      else out.component({ ...found, line: root.line(completed.pairs[0]?.[0] ?? completed) })
    }
  },
})

const FREEZE = 'cabal.project.freeze'
/** Every package needs `base`: a list without it is not that of a project. */
const WHOLE = /(?:^|[\s,.])base[ \t]*==/
const HINT = `write down all versions with: stack ls dependencies cabal > ${FREEZE}`

function unlisted(snapshots: YamlNode): string {
  const original = yamlMember(snapshots.items[0] as YamlNode, 'original')
  const name = yamlText(original) || yamlText(original && yamlMember(original, 'url'))
  return `what is needed from the snapshot${name === '' ? '' : ` ${name}`} is not in the file, which lists only what was added to it`
}

function packageOf(completed: YamlNode): FoundPackage | null {
  const hackage = yamlText(yamlMember(completed, 'hackage'))
  if (hackage !== '') {
    const match = PINNED.exec(hackage)
    return match === null ? null : { name: match[1] as string, version: match[2] as string }
  }
  const name = yamlText(yamlMember(completed, 'name'))
  const version = yamlText(yamlMember(completed, 'version'))
  if (name === '' || version === '') return null
  const git = yamlText(yamlMember(completed, 'git'))
  if (git !== '') return { name, version, qualifiers: { vcs_url: vcsUrl('git', git, yamlText(yamlMember(completed, 'commit'))) } }
  const url = yamlText(yamlMember(completed, 'url'))
  const hashes = hexHash('sha256', yamlText(yamlMember(completed, 'sha256')))
  return { name, version, hashes, ...(url === '' ? {} : { qualifiers: { download_url: url } }) }
}
