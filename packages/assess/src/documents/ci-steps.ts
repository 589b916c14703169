import { DocumentInvalid, readYamlTree, textPlaces } from '@cupel/formats'
import type { YamlNode } from '@cupel/formats'
import type { Facts } from '../facts/facts.ts'
import { reading } from '../facts/reading.ts'
import { commandLines } from './command-lines.ts'

/** One thing that a CI service does for the project. */
export interface CiStep {
  readonly path: string
  readonly line: number
  /** A workflow's or pipeline's job; empty where there are none. */
  readonly job: string
  /** Events that start it: GitHub's names; other services count as `push` and `pull_request`. */
  readonly events: readonly string[]
  readonly kind: 'uses' | 'run'
  /** An action's reference, or one line of a script. */
  readonly text: string
}

const GITHUB = /^\.github\/workflows\/[^/]+\.ya?ml$/
const OTHERS =
  /^(?:\.gitlab-ci\.ya?ml|\.gitlab\/ci\/[^/]+\.ya?ml|azure-pipelines\.ya?ml|\.azure-pipelines\/[^/]+\.ya?ml|\.circleci\/config\.ya?ml|\.travis\.ya?ml|appveyor\.ya?ml|\.appveyor\.ya?ml|\.cirrus\.ya?ml|bitbucket-pipelines\.ya?ml|\.woodpecker(?:\/[^/]+)?\.ya?ml|\.drone\.ya?ml|cloudbuild\.ya?ml|\.semaphore\/[^/]+\.ya?ml|\.buildkite\/[^/]+\.ya?ml)$/
const SCRIPT_KEYS: ReadonlySet<string> = new Set([
  'script',
  'before_script',
  'after_script',
  'run',
  'command',
  'commands',
  'bash',
  'pwsh',
  'powershell',
  'test_script',
  'build_script',
  'before_build',
  'after_build',
  'install',
  'before_install',
  'after_success',
  'args',
  'task',
  'plugin',
])
const BOTH = ['push', 'pull_request']
const MAX_FILES = 400
const MAX_STEPS = 50_000

/** Everything that the project's CI runs, in file order. A file that cannot be read gives no steps; `ciUnread` names it. */
export const ciSteps: (facts: Facts) => readonly CiStep[] = (facts) => ciReading(facts).steps

/** CI files that are there and could not be understood: without them nothing can be said to be missing. */
export const ciUnread: (facts: Facts) => readonly string[] = (facts) => ciReading(facts).unread

const ciReading = reading(({ files }: Facts) => {
  const steps: CiStep[] = []
  const unread: string[] = []
  const paths = files.paths.filter((path) => GITHUB.test(path) || OTHERS.test(path)).slice(0, MAX_FILES)
  // A project's own composite actions and reusable pieces run as part of its workflows.
  const actions = files.paths
    .filter((path) => /^(?:\.github\/(?:actions\/.{1,200}|[^/]+)|[^/]+)?\/?action\.ya?ml$/.test(path))
    .slice(0, MAX_FILES)
  for (const path of [...paths, ...actions]) {
    const text = files.text(path)
    if (text === null || steps.length > MAX_STEPS) {
      unread.push(path)
      continue
    }
    try {
      const places = textPlaces(text)
      const lineOf = (node: YamlNode): number => places(node.offset).line
      for (const root of readYamlTree(text)) {
        if (GITHUB.test(path)) readWorkflow(root, { path, lineOf, steps })
        else if (actions.includes(path)) readSteps(at(at(root, 'runs'), 'steps'), { path, job: 'action', events: BOTH, lineOf, steps })
        else readScripts(root, { path, lineOf, steps })
      }
    } catch (error) {
      if (!(error instanceof DocumentInvalid)) throw error
      unread.push(path)
    }
  }
  return { steps, unread }
})

interface Context {
  readonly path: string
  readonly lineOf: (node: YamlNode) => number
  readonly steps: CiStep[]
}

function readWorkflow(root: YamlNode, context: Context): void {
  const on = at(root, 'on')
  const events =
    on === undefined
      ? []
      : on.kind === 'scalar'
        ? [on.text]
        : on.kind === 'sequence'
          ? on.items.map(({ text }) => text)
          : on.pairs.map(([key]) => key.text)
  for (const [name, job] of at(root, 'jobs')?.pairs ?? []) {
    const uses = at(job, 'uses')
    const of = { ...context, job: name.text, events }
    if (uses?.kind === 'scalar')
      context.steps.push({ path: context.path, line: context.lineOf(uses), job: name.text, events, kind: 'uses', text: uses.text })
    readSteps(at(job, 'steps'), of)
  }
}

function readSteps(
  list: YamlNode | undefined,
  { path, lineOf, steps, job, events }: Context & { readonly job: string; readonly events: readonly string[] },
): void {
  for (const step of list?.items ?? []) {
    for (const [key, value] of step.pairs) {
      if (value.kind !== 'scalar') continue
      const line = lineOf(value)
      if (key.text === 'uses') steps.push({ path, line, job, events, kind: 'uses', text: value.text })
      if (key.text === 'run') pushLines(value, line, { path, job, events, steps })
    }
  }
}

/** The other services differ in shape, not in what their script keys are called. */
function readScripts(root: YamlNode, { path, lineOf, steps }: Context): void {
  const pending: { node: YamlNode; script: boolean; job: string }[] = [{ node: root, script: false, job: '' }]
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { node, script, job } = next
    if (node.kind === 'scalar' && script) pushLines(node, lineOf(node), { path, job, events: BOTH, steps })
    for (const item of node.items) pending.push({ node: item, script, job })
    for (const [key, value] of node.pairs) {
      const wanted = SCRIPT_KEYS.has(key.text)
      pending.push({ node: value, script: wanted, job: wanted || job !== '' ? job : key.text })
    }
  }
}

function pushLines(node: YamlNode, first: number, step: Omit<CiStep, 'kind' | 'text' | 'line'> & { readonly steps: CiStep[] }): void {
  const { steps, ...rest } = step
  for (const { text, line } of commandLines(node.text)) {
    if (steps.length > MAX_STEPS) return
    steps.push({ ...rest, kind: 'run', line: first + line - 1, text })
  }
}

function at(node: YamlNode | undefined, key: string): YamlNode | undefined {
  return node?.pairs.find(([name]) => name.text === key)?.[1]
}
