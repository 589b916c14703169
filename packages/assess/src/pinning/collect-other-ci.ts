import { DocumentInvalid } from '@cupel/formats'
import type { YamlNode } from '@cupel/formats'
import type { Facts } from '../facts/facts.ts'
import { otherCi } from '../workflow/other-ci.ts'
import type { OtherCi } from '../workflow/other-ci.ts'
import { viewYaml } from '../workflow/yaml-view.ts'
import type { YamlText, YamlView } from '../workflow/yaml-view.ts'
import { collectShell } from './collect-shell.ts'
import type { DependencyKind, DependencyUse, PinningFault } from './dependency-use.ts'

interface Found {
  readonly uses: readonly DependencyUse[]
  readonly faults: readonly PinningFault[]
}

const DIGEST = /@sha256:[a-f\d]{64}$/
const COMMIT = /^[a-f\d]{40}$/i
const FULL_VERSION = /^\d+\.\d+\.\d+$/
/** Filled in when the job runs: what stands there is not known. */
const VARIABLE = /\$|\{\{|<</

/**
 * What CI files of services other than GitHub bring in: images, included files of other repositories, orbs, marketplace tasks, and what
 * their scripts install. Only our reading looks there.
 */
export function collectOtherCi(facts: Facts): Found {
  const uses: DependencyUse[] = []
  const faults: PinningFault[] = []
  for (const ci of otherCi(facts)) {
    uses.push(...declaredUses(facts, ci))
    const found = scriptUses(ci)
    uses.push(...found.uses)
    faults.push(...found.faults)
  }
  return { uses, faults }
}

function declaredUses(facts: Facts, ci: OtherCi): readonly DependencyUse[] {
  const add = adder(ci.path)
  if (ci.service === 'jenkins') return []
  if (ci.service !== 'gitlab' && ci.service !== 'azure' && ci.service !== 'circleci') return ci.images.flatMap((image) => add.image(image))
  try {
    const view = viewYaml(facts.files.text(ci.path) ?? '')
    if (ci.service === 'gitlab') return gitlabUses(view, add)
    return ci.service === 'azure' ? azureUses(view, add) : circleUses(view, add)
  } catch (error) {
    if (!(error instanceof DocumentInvalid)) throw error
    return []
  }
}

type Adder = ReturnType<typeof adder>

function adder(path: string) {
  const use = (kind: DependencyKind, text: YamlText, pinned: boolean): readonly DependencyUse[] =>
    text.value === '' ? [] : [{ kind, path, line: text.line, endLine: text.line, snippet: text.value, pinned }]
  return {
    use,
    image: (text: YamlText | null): readonly DependencyUse[] =>
      text === null || (VARIABLE.test(text.value) && !DIGEST.test(text.value)) || text.value === 'scratch'
        ? []
        : use('containerImage', text, DIGEST.test(text.value)),
  }
}

/** https://docs.gitlab.com/ci/yaml/ — `image`, `services`, `include`; what GitLab ships itself (`template`) and `local` files are no imports. */
function gitlabUses(view: YamlView, add: Adder): readonly DependencyUse[] {
  const root = view.root
  const jobs = [root, ...view.pairs(root).values()]
  const images = jobs.flatMap((job) => [
    ...add.image(named(view, view.get(job, 'image'))),
    ...view.items(view.get(job, 'services')).flatMap((service) => add.image(named(view, service))),
  ])
  const include = view.get(root, 'include')
  const listed = include === null ? [] : view.items(include)
  const included = listed.length > 0 ? listed : include === null ? [] : [include]
  return [...included.flatMap((one) => gitlabInclude(view, one, add)), ...images]
}

function gitlabInclude(view: YamlView, one: YamlNode, add: Adder): readonly DependencyUse[] {
  const plain = view.text(one)
  const remote = plain ?? view.text(view.get(one, 'remote'))
  if (remote !== null) {
    if (!/^https?:\/\//.test(remote.value)) return []
    const sum = view.text(view.get(one, 'integrity'))?.value ?? ''
    return add.use('ciInclude', remote, /^sha256-[A-Za-z0-9+/]{43}=$/.test(sum) || isFileOfCommit(remote.value))
  }
  const project = view.text(view.get(one, 'project'))
  if (project !== null) return add.use('ciInclude', project, COMMIT.test(view.text(view.get(one, 'ref'))?.value ?? ''))
  const component = view.text(view.get(one, 'component'))
  return component === null ? [] : add.use('ciInclude', component, COMMIT.test(component.value.split('@').at(-1) ?? ''))
}

/** The addresses under which forges show a file at one commit. */
function isFileOfCommit(url: string): boolean {
  return /^https:\/\/raw\.githubusercontent\.com\/[^/]+\/[^/]+\/[a-f\d]{40}\//i.test(url) || /\/raw\/(?:commit\/)?[a-f\d]{40}\//i.test(url)
}

/** https://learn.microsoft.com/azure/devops/pipelines/yaml-schema/ — tasks without a publisher are part of the service, as its machines are. */
function azureUses(view: YamlView, add: Adder): readonly DependencyUse[] {
  const resources = view.get(view.root, 'resources')
  const repositories = view.items(view.get(resources, 'repositories')).flatMap((one) => {
    const name = view.text(view.get(one, 'name'))
    return name === null ? [] : add.use('ciInclude', name, COMMIT.test(view.text(view.get(one, 'ref'))?.value ?? ''))
  })
  const containers = view.items(view.get(resources, 'containers'))
  const aliases = new Set(containers.map((one) => view.text(view.get(one, 'container'))?.value))
  const found: DependencyUse[] = [...repositories, ...containers.flatMap((one) => add.image(view.text(view.get(one, 'image'))))]
  for (const node of mappings(view)) {
    const container = view.get(node, 'container')
    const image = container === null ? null : (view.text(container) ?? view.text(view.get(container, 'image')))
    if (image !== null && !aliases.has(image.value) && view.get(node, 'image') === null) found.push(...add.image(image))
    const task = view.text(view.get(node, 'task'))
    const [name = '', version = ''] = task?.value.split('@') ?? []
    if (task !== null && name.includes('.')) found.push(...add.use('ciTask', task, FULL_VERSION.test(version)))
  }
  return found
}

/** https://circleci.com/docs/reference/configuration-reference/ — a published version of an orb never changes, `5` and `5.1` are moved. */
function circleUses(view: YamlView, add: Adder): readonly DependencyUse[] {
  const orbs = [...view.pairs(view.get(view.root, 'orbs')).values()].flatMap((node) => {
    const orb = view.text(node)
    return orb === null ? [] : add.use('ciOrb', orb, FULL_VERSION.test(orb.value.split('@')[1] ?? ''))
  })
  const images = ['jobs', 'executors'].flatMap((key) =>
    [...view.pairs(view.get(view.root, key)).values()].flatMap((job) =>
      view.items(view.get(job, 'docker')).flatMap((one) => add.image(view.text(view.get(one, 'image')))),
    ),
  )
  return [...orbs, ...images]
}

/** `image: x` and `image: { name: x }`. */
function named(view: YamlView, node: YamlNode | null): YamlText | null {
  return node === null ? null : (view.text(node) ?? view.text(view.get(node, 'name')))
}

const MAX_NODES = 100_000

function* mappings(view: YamlView): Generator<YamlNode> {
  const pending = view.root === null ? [] : [view.root]
  for (let left = MAX_NODES, node = pending.pop(); node !== undefined && left > 0; node = pending.pop(), left--) {
    if (node.pairs.length > 0) yield node
    const inner = [...node.items, ...node.pairs.map(([, value]) => value)]
    for (const one of inner.reverse()) pending.push(one)
  }
}

/** Services whose scripts run in a POSIX shell unless told otherwise; of others what cannot be read is no fault. */
const SHELLS = new Set<OtherCi['service']>(['gitlab', 'circleci', 'travis', 'bitbucket', 'drone', 'woodpecker', 'cirrus'])

function scriptUses({ path, service, scripts }: OtherCi): Found {
  if (service === 'jenkins' || service === 'appveyor') return { uses: [], faults: [] }
  const uses: DependencyUse[] = []
  const faults: PinningFault[] = []
  const downloaded = new Set<string>()
  // A command inside a `run` is listed by both keys.
  const distinct = new Map(scripts.map((script) => [`${script.line} ${script.value}`, script]))
  for (const { value, line } of distinct.values()) {
    const text = value.replace(/\$?\{\{[^{}]{0,500}\}\}|<<[ \t]{0,9}[\w.-]{1,200}[ \t]{0,9}>>/g, 'CI_VAR')
    collectShell({ path, text, line }, { uses, faults, downloaded, reading: 'cupel' })
  }
  return { uses, faults: SHELLS.has(service) ? faults : [] }
}
