import {
  ANSWER_FILES,
  assess,
  checkClaims,
  criticalityScore,
  insightsAnswers,
  insightsRules,
  judgeStandard,
  measureMemorySafety,
  PROBES,
  readAnswers,
  runProbe,
  securityInsightsOf,
  signalsFromGit,
  slsaLevels,
  STANDARDS,
  standardProgress,
} from '@cupel/assess'
import type {
  Answer,
  Answers,
  Assessment,
  Catalogue,
  Facts,
  ForgeAddress,
  ForgeReading,
  GivenRelease,
  Place,
  ProbeFinding,
  Reading,
  RequirementResult,
  StandardProgress,
} from '@cupel/assess'
import type { Problem } from '@cupel/model'
import type { MatchOptions } from '../match.ts'
import { advisoryFacts } from './advisory-facts.ts'
import { memoryOverTime } from './memory-over-time.ts'
import type { MemoryPoint } from './memory-over-time.ts'
import { openProject } from './open-project.ts'
import type { OpenProjectOptions } from './open-project.ts'
import { projectFacts } from './project-facts.ts'
import type { SiteLists } from './site-lists.ts'

export interface AssessRequest extends Omit<OpenProjectOptions, 'signal'> {
  /** Moment from which ages are counted; default now. */
  readonly asOf: Date
  readonly reading?: Reading
  /** Names of checks; default all. */
  readonly checks?: readonly string[]
  /** Ids of standards, or catalogues of one's own. Default: the Best Practices Badge and the OSPS Baseline. */
  readonly standards?: readonly (string | Catalogue)[]
  /** Answers beside those in the project; they count over them. */
  readonly answers?: Answers
  readonly releases?: readonly GivenRelease[]
  readonly signal?: AbortSignal
  /** Advisory data; null: do not look. */
  readonly advisories?: MatchOptions | null
  /** Ask the forge; null or left out: do not. */
  readonly forge?: ForgeRequest | null
  /** Lists of sites that are no forge; left out: none is read. */
  readonly lists?: SiteLists
  /** Leave out claims, memory safety and criticality. */
  readonly brief?: boolean
  /** Commits of the history at which memory safety is measured too; default none. */
  readonly memorySamples?: number
}

export interface ForgeRequest {
  /** The token for a forge, which must not reach any other; empty: anonymous; null: do not ask this forge. */
  readonly token: (address: ForgeAddress) => string | null
  readonly maxCalls?: number
  /** Fetch files of releases to verify their signatures, at most so many bytes; left out: fetch none. */
  readonly downloadBytes?: number
  /** Folder of kept answers; null keeps none. */
  readonly cacheFolder: string | null
  readonly paused?: (ms: number) => void
}

/** One standard held against the facts. */
export interface JudgedStandard {
  readonly catalogue: Catalogue
  readonly results: readonly RequirementResult[]
  readonly progress: StandardProgress
}

/** Everything one assessment found, before it is reported. */
export interface ProjectAssessment {
  readonly facts: Facts
  readonly assessment: Assessment
  readonly findings: ReadonlyMap<string, readonly ProbeFinding[]>
  readonly standards: readonly JudgedStandard[]
  readonly slsa: ReturnType<typeof slsaLevels>
  readonly claims: ReturnType<typeof checkClaims>
  readonly criticality: readonly ReturnType<typeof criticalityScore>[]
  readonly memorySafety: ReturnType<typeof measureMemorySafety> | null
  /** Oldest first; empty where it was not asked for. */
  readonly memoryOverTime: readonly MemoryPoint[]
  readonly forge: ForgeReading | null
  readonly problems: readonly Problem[]
}

const DEFAULT_STANDARDS = ['best-practices', 'osps-baseline']

/** Assesses one project. What could not be seen is unknown with its reason; nothing of the project is run. */
export async function assessProject(target: string, request: AssessRequest): Promise<ProjectAssessment> {
  const signal = request.signal ?? new AbortController().signal
  const project = await openProject(target, { ...request, signal })
  try {
    const advisories = request.advisories === null ? null : await advisoryFacts(project.tree, { ...request.advisories, signal })
    signal.throwIfAborted()
    const { facts, forge } = await projectFacts(project, { request, advisories, signal })
    signal.throwIfAborted()
    const { git } = project
    const samples = request.memorySamples ?? 0
    const points = git === null || samples === 0 ? [] : await memoryOverTime(git, facts, { samples, signal })
    return await judge(facts, { request, forge, points, problems: [...project.problems, ...(advisories?.problems ?? [])] })
  } finally {
    project.close()
  }
}

interface JudgeInput {
  readonly request: AssessRequest
  readonly forge: ForgeReading | null
  readonly points: readonly MemoryPoint[]
  readonly problems: readonly Problem[]
}

async function judge(facts: Facts, { request, forge, points, problems }: JudgeInput): Promise<ProjectAssessment> {
  const { reading = 'cupel', checks, brief = false } = request
  const assessment = assess(facts, { reading, ...(checks === undefined ? {} : { checks }) })
  const catalogues = await cataloguesOf(request.standards ?? DEFAULT_STANDARDS)
  // Standards are always judged by our own reading: it is the one that looks at what it counts.
  const findings = catalogues.length === 0 ? new Map<string, readonly ProbeFinding[]>() : allFindings(facts)
  const { answers, problems: unread } = await answersOf(facts, request.answers)
  const judging = {
    linkOf: (place: Place) => linkOf(facts, place),
    remediations: new Map(PROBES.map(({ id, remediation }) => [id, remediation])),
    answers,
  }
  const standards = catalogues.map((catalogue) => {
    const results = judgeStandard(catalogue, findings, judging)
    return { catalogue, results, progress: standardProgress(catalogue, results) }
  })
  const slsa = standards.find(({ catalogue }) => catalogue.id === 'slsa')
  const signals = signalsFromGit(facts)
  return {
    facts,
    assessment,
    findings,
    standards,
    slsa: slsa === undefined ? [] : slsaLevels(facts, slsa.results),
    claims: brief ? [] : checkClaims(facts),
    criticality: brief || !signals.known ? [] : (['current', 'legacy'] as const).map((formula) => criticalityScore(signals.value, formula)),
    memorySafety: brief ? null : measureMemorySafety(facts.files),
    memoryOverTime: points,
    forge,
    problems: [...problems, ...unread, ...assessment.problems],
  }
}

async function cataloguesOf(wanted: readonly (string | Catalogue)[]): Promise<readonly Catalogue[]> {
  return Promise.all(
    wanted
      .map((one) => (typeof one === 'string' ? (STANDARDS.find(({ id }) => id === one) ?? STANDARDS[0])?.load() : one))
      .filter((one) => one !== undefined),
  )
}

function allFindings(facts: Facts): ReadonlyMap<string, readonly ProbeFinding[]> {
  return new Map(PROBES.map((probe) => [probe.id, runProbe(probe, facts, 'cupel')]))
}

/** Answers of the project itself: its badge answers, and what its SECURITY-INSIGHTS say; given ones stand over both. */
async function answersOf(
  facts: Facts,
  given: Answers | undefined,
): Promise<{ readonly answers: Answers; readonly problems: readonly Problem[] }> {
  const answers = new Map<string, Answer>()
  const problems: Problem[] = []
  const insights = securityInsightsOf(facts)
  if (insights !== null) {
    for (const answer of insightsAnswers(insights, await insightsRules())) answers.set(answer.field, answer)
  }
  for (const path of [...ANSWER_FILES].reverse()) {
    const text = facts.files.text(path)
    if (text === null) continue
    const read = readAnswers(text, path)
    problems.push(...read.problems)
    for (const [field, answer] of read.answers) answers.set(field, answer)
  }
  for (const [field, answer] of given ?? []) answers.set(field, answer)
  return { answers, problems }
}

/** Address of a line on the forge. */
export function linkOf({ project }: Facts, { path, line, url, commit }: Place): string | undefined {
  if (url !== undefined) return url
  if (project.url === '' || project.forge === 'other' || project.forge === 'none') return undefined
  const at = project.commit || 'HEAD'
  if (path === undefined) return commit === undefined ? undefined : `${project.url}/commit/${commit}`
  const folder = { github: 'blob', gitlab: '-/blob', gitea: 'src/commit' }[project.forge]
  const encoded = path.split('/').map(encodeURIComponent).join('/')
  return `${project.url}/${folder}/${at}/${encoded}${line === undefined ? '' : `#L${line}`}`
}
