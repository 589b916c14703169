import type { YamlNode } from '@cupel/formats'
import type { Workflow, WorkflowJob, WorkflowPermissions, WorkflowStep } from './workflow.ts'
import { viewYaml } from './yaml-view.ts'
import type { YamlText, YamlView } from './yaml-view.ts'

/**
 * Reads a workflow (GitHub's workflow syntax) or an action's metadata. Lenient as the service's own parser is not: what has the wrong
 * shape reads as absent. Throws DocumentInvalid for what is not YAML.
 */
export function parseWorkflow(path: string, source: string, options: { readonly aliases?: boolean } = {}): Workflow {
  const view = viewYaml(source, options)
  const root = view.root
  const runs = view.get(root, 'runs')
  if (runs !== null && view.get(root, 'jobs') === null) return action(path, view, runs)
  return {
    path,
    kind: 'workflow',
    name: view.text(view.get(root, 'name'))?.value ?? '',
    triggers: triggersOf(view, view.get(root, 'on')),
    permissions: permissionsOf(view, view.get(root, 'permissions')),
    env: textsOf(view, view.get(root, 'env')),
    jobs: [...view.pairs(view.get(root, 'jobs'))].map(([id, node]) => jobOf(view, id, node, shellOf(view, root))),
  }
}

function action(path: string, view: YamlView, runs: YamlNode): Workflow {
  const image = view.text(view.get(runs, 'image'))
  const steps = view.items(view.get(runs, 'steps')).map((step) => stepOf(view, step))
  const name = view.text(view.get(view.root, 'name'))?.value ?? ''
  const job = { ...EMPTY_JOB, id: 'runs', line: view.line(runs), steps, container: image, runsOn: ['ubuntu-latest'] }
  return { path, kind: 'action', name, triggers: [], permissions: null, env: new Map(), jobs: [job] }
}

const EMPTY_JOB: WorkflowJob = {
  id: '',
  name: '',
  line: 1,
  condition: '',
  permissions: null,
  uses: null,
  with: new Map(),
  env: new Map(),
  runsOn: [],
  matrixSystems: [],
  defaultShell: '',
  environment: '',
  container: null,
  services: [],
  steps: [],
}

function triggersOf(view: YamlView, on: YamlNode | null): Workflow['triggers'] {
  const single = view.text(on)
  if (single !== null) return [{ name: single.value, line: single.line, filters: [] }]
  const listed = view.items(on).flatMap((node) => {
    const text = view.text(node)
    return text === null ? [] : [{ name: text.value, line: text.line, filters: [] }]
  })
  const mapped = [...view.pairs(on)].map(([name, node]) => ({ name, line: view.line(node), filters: [...view.pairs(node).keys()] }))
  return [...listed, ...mapped]
}

function permissionsOf(view: YamlView, node: YamlNode | null): WorkflowPermissions | null {
  if (node === null) return null
  const all = view.text(node)
  const scopes = [...view.pairs(node)].map(([name, value]) => ({
    name: name.toLowerCase(),
    value: view.text(value)?.value ?? '',
    line: view.line(value),
  }))
  return { line: view.line(node), all: all !== null && all.value !== '' ? all : null, scopes }
}

function jobOf(view: YamlView, id: string, node: YamlNode, workflowShell: string): WorkflowJob {
  const matrix = view.get(view.get(node, 'strategy'), 'matrix')
  const text = (key: string): string => view.text(view.get(node, key))?.value ?? ''
  const container = view.get(node, 'container')
  const services = [...view.pairs(view.get(node, 'services')).values()]
  const environment = view.get(node, 'environment')
  return {
    id,
    name: text('name'),
    line: view.line(node),
    condition: text('if'),
    permissions: permissionsOf(view, view.get(node, 'permissions')),
    uses: view.text(view.get(node, 'uses')),
    with: textsOf(view, view.get(node, 'with')),
    env: textsOf(view, view.get(node, 'env')),
    runsOn: labelsOf(view, view.get(node, 'runs-on')),
    matrixSystems: systemsOf(view, matrix),
    defaultShell: shellOf(view, node) || workflowShell,
    environment: view.text(environment)?.value ?? view.text(view.get(environment, 'name'))?.value ?? '',
    container: view.text(container) ?? view.text(view.get(container, 'image')),
    services: services.flatMap((service) => view.text(view.get(service, 'image')) ?? []),
    steps: view.items(view.get(node, 'steps')).map((step) => stepOf(view, step)),
  }
}

function shellOf(view: YamlView, node: YamlNode | null): string {
  return view.text(view.get(view.get(view.get(node, 'defaults'), 'run'), 'shell'))?.value ?? ''
}

function labelsOf(view: YamlView, node: YamlNode | null): readonly string[] {
  const single = view.text(node)
  if (single !== null) return [single.value]
  const listed = view.items(node).flatMap((item) => view.text(item)?.value ?? [])
  return listed.length > 0 || node === null ? listed : labelsOf(view, view.get(node, 'labels'))
}

function systemsOf(view: YamlView, matrix: YamlNode | null): readonly string[] {
  const rows = view.items(view.get(matrix, 'os'))
  const included = view.items(view.get(matrix, 'include')).flatMap((one) => view.get(one, 'os') ?? [])
  return [...rows, ...included].flatMap((node) => view.text(node)?.value ?? [])
}

function stepOf(view: YamlView, node: YamlNode): WorkflowStep {
  const text = (key: string): string => view.text(view.get(node, key))?.value ?? ''
  return {
    line: view.line(node),
    id: text('id'),
    name: text('name'),
    condition: text('if'),
    uses: view.text(view.get(node, 'uses')),
    run: view.text(view.get(node, 'run')),
    shell: text('shell'),
    with: textsOf(view, view.get(node, 'with')),
    env: textsOf(view, view.get(node, 'env')),
  }
}

function textsOf(view: YamlView, node: YamlNode | null): ReadonlyMap<string, YamlText> {
  const texts = new Map<string, YamlText>()
  for (const [key, value] of view.pairs(node)) {
    const text = view.text(value)
    if (text !== null) texts.set(key.toLowerCase(), text)
  }
  return texts
}
