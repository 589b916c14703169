import { reading } from '../facts/reading.ts'
import type { Workflow, WorkflowJob, WorkflowStep } from '../workflow/workflow.ts'
import { workflowsOf } from '../workflow/workflows-of.ts'
import type { YamlText } from '../workflow/yaml-view.ts'
import { expressionsOf, isUntrusted } from './untrusted-expression.ts'

/** A place where text of an outsider becomes part of a script. */
export interface ScriptInjection {
  readonly path: string
  readonly line: number
  readonly job: string
  readonly expression: string
  /** How it gets there when not directly: `env.TITLE`, `inputs.title of ./.github/actions/x`. */
  readonly through: string
}

/** Direct ones, as Scorecard 5 looks for them: `${{ }}` in `run:` of workflows. */
export const directInjections = reading((facts): readonly ScriptInjection[] =>
  workflowsOf(facts).workflows.flatMap((workflow) =>
    workflow.jobs.flatMap((job) =>
      job.steps.flatMap((step) => injectionsOf(workflow.path, job, step.run, (text) => (isUntrusted(text) ? '' : null))),
    ),
  ),
)

/** Also what comes through environment variables, `actions/github-script`, and inputs of the tree's own actions and workflows. */
export const allInjections = reading((facts): readonly ScriptInjection[] => {
  const { workflows, actions } = workflowsOf(facts)
  const found: ScriptInjection[] = []
  for (const workflow of workflows) {
    for (const job of workflow.jobs) {
      for (const step of job.steps) {
        const taint = taintOf(workflow, job, step)
        for (const script of scriptsOf(step)) found.push(...injectionsOf(workflow.path, job, script, taint))
        found.push(...callInjections(step.uses, step.with, taint, actions))
      }
      found.push(...callInjections(job.uses, job.with, taintOf(workflow, job, null), workflows))
    }
  }
  return unique(found)
})

type Taint = (expression: string) => string | null

function taintOf(workflow: Workflow, job: WorkflowJob, step: WorkflowStep | null): Taint {
  const env = new Map([...workflow.env, ...job.env, ...(step?.env ?? [])])
  return (expression) => {
    if (isUntrusted(expression, true)) return ''
    const name = /(?:^|[^\w.])env\.(\w{1,100})/.exec(expression)?.[1]
    if (name === undefined) return null
    const value = env.get(name.toLowerCase())?.value ?? ''
    return expressionsOf(value).some(({ text }) => isUntrusted(text, true)) ? `env.${name}` : null
  }
}

/** `script` of `actions/github-script` is code as `run` is. */
function scriptsOf(step: WorkflowStep): readonly (YamlText | null)[] {
  const isScript = step.uses?.value.startsWith('actions/github-script@') === true
  return isScript ? [step.run, step.with.get('script') ?? null] : [step.run]
}

function injectionsOf(path: string, job: WorkflowJob, script: YamlText | null, taint: Taint): readonly ScriptInjection[] {
  if (script === null) return []
  return expressionsOf(script.value).flatMap(({ text, offset }) => {
    const through = taint(text)
    if (through === null) return []
    const line = script.line + linesIn(script.value, offset)
    return [{ path, line, job: job.id, expression: text.trim(), through }]
  })
}

function linesIn(text: string, end: number): number {
  let lines = 0
  for (let at = text.indexOf('\n'); at !== -1 && at < end; at = text.indexOf('\n', at + 1)) lines++
  return lines
}

/** Inputs given an outsider's text, used in a script of what is called. */
function callInjections(
  uses: YamlText | null,
  inputs: ReadonlyMap<string, YamlText>,
  taint: Taint,
  callees: readonly Workflow[],
): readonly ScriptInjection[] {
  if (uses === null || !uses.value.startsWith('./')) return []
  const target = uses.value.slice(2).replace(/\/+$/, '')
  const callee = callees.find(({ path }) => path === target || path === `${target}/action.yml` || path === `${target}/action.yaml`)
  if (callee === undefined) return []
  const tainted = [...inputs]
    .filter(([, value]) => expressionsOf(value.value).some(({ text }) => taint(text) !== null))
    .map(([name]) => name)
  if (tainted.length === 0) return []
  const reaches: Taint = (expression) => {
    const name = /(?:^|[^\w.])inputs\.([\w-]{1,100})/.exec(expression)?.[1]?.toLowerCase()
    return name !== undefined && tainted.includes(name) ? `inputs.${name} of ${uses.value}` : null
  }
  return callee.jobs.flatMap((job) =>
    job.steps.flatMap((step) => scriptsOf(step).flatMap((script) => injectionsOf(callee.path, job, script, reaches))),
  )
}

function unique(found: readonly ScriptInjection[]): readonly ScriptInjection[] {
  const seen = new Set<string>()
  return found.filter(({ path, line, expression }) => {
    const key = `${path}\n${line}\n${expression}`
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}
