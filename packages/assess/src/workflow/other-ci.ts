import { DocumentInvalid } from '@cupel/formats'
import type { YamlNode } from '@cupel/formats'
import { reading } from '../facts/reading.ts'
import { viewYaml } from './yaml-view.ts'
import type { YamlText, YamlView } from './yaml-view.ts'

/** A CI file of a service other than GitHub Actions: the commands it runs and the images it runs them in. */
export interface OtherCi {
  readonly path: string
  readonly service:
    | 'gitlab'
    | 'azure'
    | 'circleci'
    | 'travis'
    | 'cirrus'
    | 'drone'
    | 'woodpecker'
    | 'appveyor'
    | 'jenkins'
    | 'buildkite'
    | 'bitbucket'
  readonly scripts: readonly YamlText[]
  readonly images: readonly YamlText[]
  /** Names that the file uses: jobs, orbs, templates. */
  readonly keys: readonly string[]
}

const FILES: readonly (readonly [RegExp, OtherCi['service']])[] = [
  [/^\.gitlab-ci\.yml$|^\.gitlab\/(?:ci\/)?[^/]+\.yml$/, 'gitlab'],
  [/^(?:\.azure-pipelines\/[^/]+|azure-pipelines[^/]*|\.pipelines\/[^/]+)\.ya?ml$/, 'azure'],
  [/^\.circleci\/config\.ya?ml$/, 'circleci'],
  [/^\.travis\.yml$/, 'travis'],
  [/^\.cirrus\.yml$/, 'cirrus'],
  [/^\.drone\.ya?ml$/, 'drone'],
  [/^\.woodpecker(?:\/[^/]+)?\.ya?ml$/, 'woodpecker'],
  [/^\.?appveyor\.yml$/, 'appveyor'],
  [/^\.buildkite\/pipeline\.ya?ml$/, 'buildkite'],
  [/^bitbucket-pipelines\.yml$/, 'bitbucket'],
]

/** Keys under which these services keep commands. */
const SCRIPT_KEYS = new Set([
  'script',
  'before_script',
  'after_script',
  'run',
  'command',
  'commands',
  'bash',
  'powershell',
  'pwsh',
  'install',
  'before_install',
  'test_script',
  'build_script',
  'tests_script',
])
const MAX_NODES = 200_000

/** CI files of other services; broken ones read as empty, and a Jenkinsfile as one script. */
export const otherCi = reading((facts): readonly OtherCi[] => {
  const found: OtherCi[] = []
  for (const path of facts.files.paths) {
    const service = FILES.find(([pattern]) => pattern.test(path))?.[1]
    const text = service === undefined ? null : facts.files.text(path)
    if (service !== undefined && text !== null) found.push(readCi(path, service, text))
  }
  const jenkins = facts.files.paths.find((path) => path === 'Jenkinsfile')
  if (jenkins !== undefined)
    found.push({ path: jenkins, service: 'jenkins', scripts: [{ value: facts.files.text(jenkins) ?? '', line: 1 }], images: [], keys: [] })
  return found
})

function readCi(path: string, service: OtherCi['service'], text: string): OtherCi {
  const scripts: YamlText[] = []
  const images: YamlText[] = []
  const keys: string[] = []
  try {
    const view = viewYaml(text)
    const pending: YamlNode[] = view.root === null ? [] : [view.root]
    let nodes = 0
    for (let node = pending.pop(); node !== undefined && nodes < MAX_NODES; node = pending.pop(), nodes++) {
      for (const [key, value] of node.pairs) {
        keys.push(key.text)
        if (SCRIPT_KEYS.has(key.text)) scripts.push(...textsIn(view, value))
        if (key.text === 'image') images.push(...textsIn(view, value).slice(0, 1))
        pending.push(value)
      }
      pending.push(...node.items)
    }
  } catch (error) {
    if (!(error instanceof DocumentInvalid)) throw error
  }
  return { path, service, scripts, images, keys: keys.slice(0, 10_000) }
}

function textsIn(view: YamlView, node: YamlNode): readonly YamlText[] {
  const single = view.text(node)
  if (single !== null) return [single]
  const listed = view.items(node).flatMap((item) => view.text(item) ?? [])
  const named = view.text(view.get(node, 'command')) ?? view.text(view.get(node, 'name'))
  return named === null ? listed : [...listed, named]
}
