import type { YamlNode } from '@cupel/formats'
import { defineExtractor } from '../extractor.ts'
import type { FoundPackage } from '../extractor.ts'
import { goPackageModule } from '../go/module-of-package.ts'
import { isVendored } from '../places.ts'
import { requestedPackage } from '../python/requested-package.ts'
import { requirementParts } from '../python/requirement-options.ts'
import { reportConflict } from '../text/conflict-marker.ts'
import { readYamlRoot, yamlMember, yamlText } from '../text/yaml-node.ts'
import { repositoryPackage } from '../vcs/repository-package.ts'

const NPM = /^((?:@[\w.-]+\/)?[\w.-]+)@([\^~]?)(\d[\w.+-]*)$/

/**
 * .pre-commit-config.yaml (pre-commit documentation, "Adding pre-commit plugins to your project"): the repositories of hooks with the
 * revision they are taken at, and what hooks install besides. Without a language, `name@version` is of npm and the rest of Python;
 * of other languages than npm's, Python's, Rust's, Ruby's and Go's it is told.
 */
export default defineExtractor({
  id: 'pre-commit',
  title: 'pre-commit: .pre-commit-config.yaml: repositories of hooks, and what they install besides',
  type: 'github',
  kind: 'manifest',
  sourceOnly: true,
  files: ['.pre-commit-config.yaml', '.pre-commit-config.yml'],
  claims: (path) => !isVendored(path),
  extract(input, out) {
    const text = input.text()
    reportConflict(text, out)
    out.format('')
    const root = readYamlRoot(text, out)
    if (root === null) return
    const repos = yamlMember(root.node, 'repos')
    if (repos?.kind !== 'sequence') return out.unknown('a configuration without a list of repositories')
    for (const repo of repos.items) {
      const url = yamlText(yamlMember(repo, 'repo'))
      const line = root.line(yamlMember(repo, 'repo') ?? repo)
      out.entries(1)
      const found = repositoryPackage(url, { url, version: yamlText(yamlMember(repo, 'rev')), revision: '' })
      if (url === 'local' || url === 'meta') out.skip(`${url} hooks`)
      else if (found === null) {
        out.skip('no repository')
        out.unknown(`repository "${url}"`, line)
      } else out.component({ ...found, line, scopes: ['dev'], direct: true })
      for (const hook of yamlMember(repo, 'hooks')?.items ?? []) {
        const language = yamlText(yamlMember(hook, 'language'))
        for (const item of yamlMember(hook, 'additional_dependencies')?.items ?? []) {
          out.entries(1)
          const asked = packageOf(item, language)
          if (asked === null) {
            out.skip(language === '' ? 'local path' : `dependency of a hook in ${language}`)
            if (language !== '' && !/^[.$]/.test(item.text))
              out.problem({
                code: 'unsupported-content',
                effect: 'note',
                line: root.line(item),
                detail: `"${item.text.slice(0, 100)}", which a hook in ${language} installs, is not looked at`,
              })
          } else out.component({ ...asked, line: root.line(item), scopes: ['dev'], direct: true })
        }
      }
    }
  },
})

function packageOf(item: YamlNode, language: string): FoundPackage | null {
  const text = item.text.trim()
  const npm = NPM.exec(text)
  if (language === 'node' || (language === '' && npm !== null)) {
    const [, full = text, range = '', version = ''] = npm ?? []
    const slash = full.indexOf('/')
    return {
      type: 'npm',
      ...(slash < 0 ? {} : { namespace: full.slice(0, slash) }),
      name: full.slice(slash + 1),
      version: range === '' ? version : '',
    }
  }
  if (language === 'rust') {
    // `cli:name:version` is a program, the rest a library.
    const [, crate = '', exact = ''] = /^(?:cli:)?([\w-]+)(?::=?([\w.+-]*))?$/.exec(text) ?? []
    return crate === '' ? null : { type: 'cargo', name: crate, version: /^\d+\.\d+\.\d+/.test(exact) ? exact : '' }
  }
  if (language === 'ruby') {
    const [, gem = '', exact = ''] = /^([\w.-]+?)(?::([\d][\w.]*))?$/.exec(text) ?? []
    return gem === '' ? null : { type: 'gem', name: gem, version: exact }
  }
  if (language === 'golang') return goPackageModule(text)
  if (language !== '' && language !== 'python') return null
  const requested = requestedPackage(requirementParts(text))
  return requested.package === null ? null : { type: 'pypi', ...requested.package }
}
