import { readYamlRootOfConda } from '../conda/environment-file.ts'
import { isLockedBeside } from '../conda/locked-beside.ts'
import { defineExtractor } from '../extractor.ts'
import type { Collector } from '../extractor.ts'
import { artifactHashes } from '../python/artifact-hashes.ts'
import { requestedPackage } from '../python/requested-package.ts'
import { requirementParts } from '../python/requirement-options.ts'
import { reportConflict } from '../text/conflict-marker.ts'
import { yamlMember, yamlText } from '../text/yaml-node.ts'

/**
 * conda's environment file: conda packages (`channel::name=version=build`) and those under `pip:`. A version counts as pinned when a
 * build stands behind it, after `==`, or when it has three parts; `=1.2` means any 1.2.x.
 */
export default defineExtractor({
  id: 'conda-environment',
  title: 'conda: environment.yml',
  type: 'conda',
  kind: 'manifest',
  files: ['environment.yml', 'environment.yaml'],
  affixes: [
    ['environment-', '.yml'],
    ['environment_', '.yml'],
    ['environment-', '.yaml'],
    ['environment_', '.yaml'],
  ],
  yieldsTo: ['pixi-lock'],
  extract(input, out) {
    if (isLockedBeside(input)) return out.notMine()
    const text = input.text()
    reportConflict(text, out)
    const root = readYamlRootOfConda(text, out)
    if (root === null) return
    out.format('')
    const project = out.project({ name: yamlText(yamlMember(root.node, 'name')) })
    for (const item of yamlMember(root.node, 'dependencies')?.items ?? []) {
      const line = root.line(item)
      const pip = yamlMember(item, 'pip')
      if (pip !== undefined) {
        for (const one of pip.items) addRequirement(yamlText(one), { out, line: root.line(one), project })
      } else if (item.kind === 'scalar') addSpecification(yamlText(item), { out, line, project })
      else out.unknown('a dependency that is neither a name nor pip', line)
    }
  },
})

interface Place {
  readonly out: Collector
  readonly line: number
  readonly project: number
}

/** A match specification (conda documentation, "Package match specifications"), the common part of it. */
function addSpecification(text: string, { out, line, project }: Place): void {
  out.entries(1)
  const match = /^(?:([\w./:-]+)::)?([A-Za-z0-9_][\w.-]*)[ \t]*(.*)$/.exec(text.trim())
  if (match === null) return out.unknown(text, line)
  const [, channel = '', name = '', rest = ''] = match
  const [, sign = '', version = '', build = ''] = /^(={0,2})[ \t]*([A-Za-z0-9._+!]+)(?:=([\w.]+))?$/.exec(rest) ?? []
  const pinned = build !== '' || sign === '==' || (version.split('.').length > 2 && (sign === '=' || sign === ''))
  const qualifiers = { channel: channel.split('/').at(-1) ?? '', build }
  out.edge(project, out.component({ name: name.toLowerCase(), version: pinned ? version : '', qualifiers, line }))
}

/** An item of the `pip` list is a line of a requirements file (PyPA "requirements file format"). */
function addRequirement(text: string, { out, line, project }: Place): void {
  const parts = requirementParts(text.trim())
  for (const { path } of parts.includes)
    out.problem({ code: 'include-missing', effect: 'note', line, detail: `${path} is read where it lies` })
  if (parts.requirement === '') return
  out.entries(1)
  const requested = requestedPackage(parts)
  if (requested.package === null) {
    if (requested.reason === 'local path') return out.skip(requested.reason)
    return out.unknown(text, line)
  }
  out.edge(project, out.component({ type: 'pypi', ...requested.package, hashes: artifactHashes(parts.hashes), line }))
}
