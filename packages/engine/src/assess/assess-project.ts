import {
  ANSWER_FILES,
  assess,
  checkClaims,
  criticalityScore,
  gatherFacts,
  insightsAnswers,
  insightsRules,
  judgeStandard,
  measureMemorySafety,
  PROBES,
  readAnswers,
  readForge,
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
  VerifySignature,
} from '@cupel/assess'
import { forgeAddress } from '@cupel/assess'
import type { Problem } from '@cupel/model'
import type { MatchOptions } from '../match.ts'
import { advisoryFacts } from './advisory-facts.ts'
import type { AdvisoryFacts } from './advisory-facts.ts'
import { downloadReleases } from './download-releases.ts'
import { networkTransport } from '../forge/network-transport.ts'
import { memoryOverTime } from './memory-over-time.ts'
import type { MemoryPoint } from './memory-over-time.ts'
import { objectSignatureVerifier } from './object-signatures.ts'
import { openProject } from './open-project.ts'
import type { OpenProject, OpenProjectOptions } from './open-project.ts'
import { PUBLIC_FORGES } from './forge-tokens.ts'
import { releaseSignatureVerifier } from './release-signatures.ts'
import { siteFacts } from './site-lists.ts'
import type { SiteFacts, SiteLists } from './site-lists.ts'

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
    const { facts, forge } = await factsOf(project, { request, advisories, signal })
    signal.throwIfAborted()
    const { git } = project
    const samples = request.memorySamples ?? 0
    const points = git === null || samples === 0 ? [] : await memoryOverTime(git, facts, { samples, signal })
    return await judge(facts, { request, forge, points, problems: [...project.problems, ...(advisories?.problems ?? [])] })
  } finally {
    project.close()
  }
}

interface FactsInput {
  readonly request: AssessRequest
  readonly advisories: AdvisoryFacts | null
  readonly signal: AbortSignal
}

/** The clone is read first: what it holds need not be asked of the forge. */
async function factsOf(
  { tree, git, identity }: OpenProject,
  { request, advisories, signal }: FactsInput,
): Promise<{ readonly facts: Facts; readonly forge: ForgeReading | null }> {
  const asOf = request.asOf.toISOString()
  const matches = advisories?.matches.known === true ? { advisories: advisories.matches.value } : {}
  const releases = request.releases === undefined ? {} : { releases: request.releases }
  const options = {
    verifySignature: releaseSignatureVerifier({ tree, project: identity, now: request.asOf }),
    history: {
      verifyObject: objectSignatureVerifier({ tree, now: request.asOf }),
      ...(identity.commit === '' ? {} : { from: identity.commit }),
    },
  }
  const facts = await gatherFacts(tree, git, { asOf, project: identity, ...matches, ...releases }, options)
  const unmatched =
    advisories !== null && !advisories.matches.known ? { advisories: advisories.matches, advisoriesAtLeast: advisories.atLeast } : {}
  const asked = await askForge(facts, request, signal)
  const sites = await askSites(facts, request, asked === null ? null : signal)
  if (asked === null) return { facts: { ...facts, ...unmatched, forge: { ...facts.forge, ...sites } }, forge: null }
  const forge = request.releases === undefined ? await withFiles(facts, asked, { request, signal, verify: options.verifySignature }) : asked
  const listed = request.releases === undefined ? { releases: forge.releases } : {}
  return { facts: { ...facts, ...unmatched, ...listed, forge: { ...forge.facts, ...sites } }, forge }
}

interface FetchInput {
  readonly request: AssessRequest
  readonly signal: AbortSignal
  readonly verify: VerifySignature
}

/** The forge's releases with what verifying fetched files gave, where that was asked for. */
async function withFiles(
  { project }: Facts,
  reading: ForgeReading,
  { request: { forge, forgeHosts }, signal, verify }: FetchInput,
): Promise<ForgeReading> {
  const { releases, cost } = reading
  const address = forgeAddress(project.url, forgeHosts)
  if (!releases.known || address === null || forge?.downloadBytes === undefined) return reading
  const { cacheFolder, maxCalls = DEFAULT_CALLS, downloadBytes: maxBytes } = forge
  const token = forge.token(address) ?? ''
  const transport = networkTransport({ signal, cacheFolder })
  const callsLeft = Math.max(0, maxCalls - cost.calls)
  const fetched = await downloadReleases(releases.value, { maxBytes, address, verify, transport, token, callsLeft, signal })
  return { ...reading, releases: { known: true, value: fetched.releases }, cost: { ...cost, calls: cost.calls + fetched.calls } }
}

const DEFAULT_CALLS = 5
const SITE_TIMEOUT_MS = 10_000

/** Sites know the public forges only, and are not told of any other. */
async function askSites({ project }: Facts, { lists, forge }: AssessRequest, signal: AbortSignal | null): Promise<Partial<SiteFacts>> {
  if (lists === undefined) return {}
  const address = forgeAddress(project.url)
  const asks = signal !== null && address !== null && PUBLIC_FORGES.has(address.web)
  const transport = asks ? networkTransport({ signal, timeoutMs: SITE_TIMEOUT_MS, cacheFolder: forge?.cacheFolder ?? null }) : null
  return siteFacts(project, lists, transport)
}

async function askForge(facts: Facts, { forge, forgeHosts }: AssessRequest, signal: AbortSignal): Promise<ForgeReading | null> {
  const address = forge === undefined || forge === null || facts.project.url === '' ? null : forgeAddress(facts.project.url, forgeHosts)
  if (forge === undefined || forge === null || address === null) return null
  const { maxCalls, cacheFolder, paused } = forge
  const token = forge.token(address)
  if (token === null) return null
  return readForge(address, {
    transport: networkTransport({ signal, cacheFolder, ...(paused === undefined ? {} : { paused }) }),
    token,
    hints: { commitsByEmail: commitsByEmail(facts), commit: facts.project.commit },
    ...(maxCalls === undefined ? {} : { maxCalls }),
  })
}

function commitsByEmail({ git }: Facts): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const { author } of git.known ? git.value.commits : []) {
    const email = author.email.toLowerCase()
    counts.set(email, (counts.get(email) ?? 0) + 1)
  }
  return counts
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
