import { readYaml } from '@cupel/formats'
import type { ExtractInput } from '../extractor.ts'
import { defineExtractor } from '../extractor.ts'
import { isHelmLock } from '../text/is-helm-lock.ts'
import { asObject, asString } from '../text/json-value.ts'
import { readYamlRoot, yamlMember, yamlText } from '../text/yaml-node.ts'

const KEYS = new Set(['dependencies', 'digest', 'generated'])

/**
 * Chart.lock (Helm 3) and requirements.lock (Helm 2): the charts a chart needs directly. Their digest is one of the lock
 * itself, so the components carry no hash. Charts without repository or of `file://` lie in the tree.
 */
export default defineExtractor({
  id: 'helm-chart-lock',
  title: 'Helm: Chart.lock and requirements.lock',
  type: 'helm',
  kind: 'lock',
  files: ['Chart.lock', 'requirements.lock'],
  extract(input, out) {
    const text = input.text()
    if (input.path.endsWith('requirements.lock') && !isHelmLock(text)) return out.notMine()
    const root = readYamlRoot(text, out)
    if (root === null) return
    for (const [key] of root.node.pairs) if (!KEYS.has(key.text)) out.unknown(key.text, root.line(key))
    for (const key of KEYS) {
      if (yamlMember(root.node, key) === undefined)
        out.problem({ code: 'malformed', detail: `the key ${key} is missing: the file is cut short` })
    }
    const project = out.project(chartOf(input))
    const items = yamlMember(root.node, 'dependencies')?.items ?? []
    out.entries(items.length)
    for (const item of items) {
      const name = yamlText(yamlMember(item, 'name'))
      const repository = yamlText(yamlMember(item, 'repository'))
      const version = yamlText(yamlMember(item, 'version'))
      const line = root.line(item)
      if (name === '') out.problem({ code: 'name-invalid', line, detail: 'a dependency has no name' })
      else if (repository === '' || repository.startsWith('file:')) out.skip('chart in the tree')
      else {
        if (version === '') out.problem({ code: 'malformed', line, detail: `${name} has no version` })
        out.edge(project, out.component({ name, version, line }))
      }
    }
  },
})

function chartOf(input: ExtractInput): { readonly name: string; readonly version: string } {
  const text = input.read('Chart.yaml')
  if (text === null) return { name: '', version: '' }
  try {
    const chart = asObject(readYaml(text)[0])
    return { name: asString(chart?.['name']), version: asString(chart?.['version']) }
  } catch {
    return { name: '', version: '' }
  }
}
