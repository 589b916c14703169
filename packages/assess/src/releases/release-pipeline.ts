import { ciCommands } from '../documents/ci-commands.ts'
import { ciUnread } from '../documents/ci-steps.ts'
import type { ToolKind } from '../documents/quality-tools.ts'
import type { ToolUse } from '../documents/tools-in-use.ts'
import { toolsOf } from '../documents/tools-in-use.ts'
import { isReleaseRun } from '../documents/used-tools.ts'
import type { Facts } from '../facts/facts.ts'
import { reading } from '../facts/reading.ts'
import { snippetOf } from '../finding.ts'
import type { Place } from '../outcome.ts'
import { matchJob } from '../workflow/job-match.ts'
import { MORE_PUBLISHING_JOBS, PUBLISHING_JOBS } from '../workflow/publishing-jobs.ts'
import { workflowsOf } from '../workflow/workflows-of.ts'

/** A workflow that publishes, by which of its doings that is known, and where. */
export interface ReleaseWorkflow {
  readonly how: string
  readonly place: Place
  /** All that it does stands in the tree: it calls no workflow of another repository. */
  readonly whole: boolean
}

/** Workflows of others that are known to do one thing and nothing beside it. */
const KNOWN_FOREIGN = /^slsa-framework\/slsa-github-generator\//

const COMMANDS: readonly (readonly [RegExp, string])[] = [
  [/\bgoreleaser\b.{0,80}\brelease\b/, 'goreleaser'],
  [/\b(?:npm|pnpm|yarn|bun)\b.{0,200}\bpublish\b/, 'npm publish'],
  [/\bcargo\s+publish\b/, 'cargo publish'],
  [/\b(?:twine\s+upload|(?:uv|poetry|flit|hatch|pdm)\s+publish)\b/, 'twine upload'],
  [/\bgh\s+release\s+(?:create|upload)\b/, 'GitHub release'],
  [/\bdocker\s+(?:buildx\s+build\b.{0,200}--push\b|push\b)/, 'docker push'],
  [/\bgem\s+push\b/, 'gem push'],
]

/** Workflows that publish, each once: by their jobs, or by commands that their jobs run through make, mage, scripts and the like. */
export const releaseWorkflows = reading((facts: Facts): readonly ReleaseWorkflow[] => {
  const patterns = [...PUBLISHING_JOBS, ...MORE_PUBLISHING_JOBS]
  return workflowsOf(facts).workflows.flatMap((workflow): readonly ReleaseWorkflow[] => {
    const { path } = workflow
    const whole = !workflow.jobs.some(({ uses }) => uses !== null && !/^[.$]\//.test(uses.value) && !KNOWN_FOREIGN.test(uses.value))
    const match = matchJob(workflow, patterns)
    if (match !== null) return [{ how: match.pattern.name, place: { path, line: match.job.line }, whole }]
    const command = publishingCommands(facts).get(path)
    return command === undefined ? [] : [{ ...command, whole }]
  })
})

/** The first publishing command of each workflow. One walk over all commands: there may be many of both. */
const publishingCommands = reading((facts: Facts): ReadonlyMap<string, Pick<ReleaseWorkflow, 'how' | 'place'>> => {
  const found = new Map<string, Pick<ReleaseWorkflow, 'how' | 'place'>>()
  for (const { kind, text, via, ...step } of ciCommands(facts)) {
    const from = via ?? step
    if (kind !== 'run' || found.has(from.path) || /--snapshot\b|--dry-run\b|^\s*(?:#|echo\b)/.test(text)) continue
    const how = COMMANDS.find(([pattern]) => pattern.test(text.slice(0, 2000)))?.[1]
    if (how !== undefined) found.set(from.path, { how, place: { path: from.path, line: from.line, snippet: snippetOf(text) } })
  }
  return found
})

/** Images go out beside releases, which may be made and signed by hand: such a workflow is not how releases are made. */
const IMAGES = new Set(['docker push', 'docker/build-push-action', 'ko', 'ko publish', 'Helm push', 'SLSA container generator'])

/** Builders that put an SBOM into what they build without being told to. */
const WRITES_BY_ITSELF = /\bsetup-ko@|\bko\s+(?:build|publish|resolve|apply)\b|\bmaturin\b|\bpack\s+build\b|\bbuildpacks?\b/i

/** What the release process shows about signing or bills of materials where the releases themselves were not seen. */
export interface PipelineAnswer {
  /** Name of the tool that the process runs; null: it runs none that is known, and all of it could be read. */
  readonly tool: string | null
  readonly places: readonly Place[]
}

/** null: the tree does not show how releases are made, or not all of it. */
export function pipelineAnswer(facts: Facts, kind: ToolKind, wanted: (use: ToolUse) => boolean = () => true): PipelineAnswer | null {
  const use = toolsOf(facts, kind).find((one) => wanted(one) && one.runs.some(isReleaseRun))
  if (use !== undefined) return { tool: use.tool.name, places: use.places }
  if (kind === 'sbom' && ciCommands(facts).some(({ text }) => WRITES_BY_ITSELF.test(text))) return null
  const workflows = releaseWorkflows(facts).filter(({ how }) => !IMAGES.has(how))
  if (workflows.length === 0 || ciUnread(facts).length > 0 || !workflows.every(({ whole }) => whole)) return null
  return { tool: null, places: workflows.map(({ place }) => place).slice(0, 5) }
}
