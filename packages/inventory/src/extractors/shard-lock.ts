import { defineExtractor } from '../extractor.ts'
import { reportConflict } from '../text/conflict-marker.ts'
import { readYamlRoot, yamlMember, yamlText } from '../text/yaml-node.ts'
import { repositoryPackage } from '../vcs/repository-package.ts'

const VERSIONS = new Set(['1.0', '2.0'])
const KEYS = new Set(['version', 'shards'])
const HOSTS: Readonly<Record<string, string>> = {
  github: 'https://github.com/',
  gitlab: 'https://gitlab.com/',
  bitbucket: 'https://bitbucket.org/',
  codeberg: 'https://codeberg.org/',
}
const TOOLS = ['git', 'hg', 'fossil']

/** shard.lock of Crystal's Shards, version 1.0 and 2.0: repositories with a version, or a commit (`1.2.3+git.commit.<hash>`). */
export default defineExtractor({
  id: 'shard-lock',
  title: 'Crystal: shard.lock',
  type: 'github',
  kind: 'lock',
  files: ['shard.lock'],
  extract(input, out) {
    const text = input.text()
    reportConflict(text, out)
    const root = readYamlRoot(text, out)
    if (root === null) return
    const version = yamlText(yamlMember(root.node, 'version'))
    out.format(version)
    if (!VERSIONS.has(version))
      out.problem({ code: 'unsupported-version', detail: version === '' ? 'no version' : `version ${version} is not known` })
    for (const [key] of root.node.pairs) if (!KEYS.has(key.text)) out.unknown(key.text, root.line(key))
    const shards = yamlMember(root.node, 'shards')
    if (shards === undefined) return out.problem({ code: 'malformed', detail: 'the file has no section shards' })
    out.entries(shards.pairs.length)
    for (const [key, shard] of shards.pairs) {
      const line = root.line(key)
      if (yamlMember(shard, 'path') !== undefined) {
        out.skip('local path')
        continue
      }
      const [pinned = '', commit = ''] = yamlText(yamlMember(shard, 'version')).split(/\+(?:git|hg)\.commit\./)
      const host = Object.keys(HOSTS).find((name) => yamlMember(shard, name) !== undefined)
      const tool = TOOLS.find((name) => yamlMember(shard, name) !== undefined) ?? 'git'
      const url = host === undefined ? yamlText(yamlMember(shard, tool)) : HOSTS[host] + yamlText(yamlMember(shard, host))
      const revision = commit || yamlText(yamlMember(shard, 'commit'))
      const found = repositoryPackage(key.text, { url, version: pinned, revision, tool })
      if (found === null) out.problem({ code: 'name-invalid', line, detail: `the repository of ${key.text} is not understood` })
      else if (pinned === '' && revision === '') out.problem({ code: 'malformed', line, detail: `${key.text} has no version` })
      if (found !== null) out.component({ ...found, line })
    }
  },
})
