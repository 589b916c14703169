import { basename } from 'node:path'
import type { Problem, VerificationItem, VerificationReport } from '@cupel/model'
import { judgeTrust } from '@cupel/policy'
import { matchIdentity, readDistributionName, Refused, requirePublisher, Trace } from '@cupel/provenance'
import type { DistributionName, PypiDistribution, PypiPublisher, VerifiedPypiAttestation } from '@cupel/provenance'
import { forgeIssuer } from '../forge-issuer.ts'
import { givenArtifact } from '../given-artifact.ts'
import type { GivenArtifact } from '../given-artifact.ts'
import { readEvidence } from '../read-evidence.ts'
import type { Trust, TrustRequest } from '../trust-input.ts'
import { loadTrust } from '../trust-input.ts'
import { verdictItem } from '../verdict-item.ts'
import { verificationReport } from '../verification.ts'
import { verifyPypiDocument, vouchOfPypi } from './pypi-attestations.ts'
import { checkPypiHistory, requireNeverHad } from './pypi-history.ts'
import type { PypiDocuments } from './pypi-documents.ts'
import { readProjectFiles } from './project-files.ts'
import type { ProjectFile } from './project-files.ts'

export interface PypiRequest {
  /** Wheels and source distributions. */
  readonly files: readonly string[]
  /** Provenance object or attestation of the one file given; else the index is asked. */
  readonly provenance?: string
  readonly documents: PypiDocuments | null
  /** `https://github.com/owner/name` that must have published. */
  readonly repository?: string
  /** File name of the workflow in it. */
  readonly workflow?: string
  readonly trust: TrustRequest
  readonly cwd: string
  readonly now: Date
}

const PLAN = [
  ['name', 'the file is named as a distribution'],
  ['index', 'the index lists exactly this file'],
  ['provenance', 'the index has provenance of it'],
  ['attestations', 'its attestations hold'],
  ['publisher', 'it is published from where it should be'],
  ['history', 'its provenance is as strong as that of the release before'],
] as const

/** Verifies attestations of a package index (PEP 740) over distributions, and that they did not get weaker since the release before. */
export async function verifyPypi(request: PypiRequest): Promise<VerificationReport> {
  const { cwd, now } = request
  const trust = loadTrust(request.trust, { cwd, now })
  const judged = []
  for (const file of request.files) judged.push(await judge(givenArtifact(file, cwd), request, trust))
  return verificationReport(
    judged.map(({ item }) => item),
    judged.flatMap(({ problems }) => problems),
    trust.shown,
  )
}

interface Judged {
  readonly item: VerificationItem
  readonly problems: readonly Problem[]
}

async function judge(artifact: GivenArtifact, request: PypiRequest, trust: Trust): Promise<Judged> {
  const problems: Problem[] = []
  const file = basename(artifact.name)
  const verdict = await Trace.runAsync('pypi', `${file} is what its publisher published`, async (trace) => {
    trace.plan(PLAN)
    const name = trace.step(...PLAN[0], () => readDistributionName(file))
    const { bytes, listed, files } = await evidenceOf({ artifact, file, name, request }, trace)
    const distribution = { file, sha256: artifact.digests['sha256'] ?? '' }
    const attested = trace.step(...PLAN[3], (step) =>
      attestationsIn(bytes, { distribution, trust, pinned: request.repository !== undefined }, step),
    )
    trace.step(...PLAN[4], (step) => {
      if (request.repository !== undefined) requireRepository(attested, request.repository, request.workflow)
      if (trust.identity !== null) requireIdentity(attested, trust.identity)
      else if (request.repository === undefined && trust.policy === null) {
        // Provenance that was handed over names its own publisher: only an index can say that it is the right one.
        if (listed === null) throw nobodyNamed()
        step.warn('trust-missing', 'nobody said who should publish: the publisher is the one that the index names')
      }
    })
    if (listed === null || request.documents === null) trace.skip(...PLAN[5], 'the index was not asked')
    else await checkPypiHistory({ files, listed, bytes, documents: request.documents }, { trace, step: PLAN[5] })
    const vouches = attested.map((one) => vouchOfPypi(one, file))
    const purl = `pkg:pypi/${name.project}@${name.version}`
    return { vouches, judged: trust.policy === null ? null : judgeTrust(trust.policy, { purl }, { vouches, now: request.now }) }
  })
  const { value } = verdict
  if (value === undefined) {
    if (findMissing(verdict.root.steps[1]?.code)) problems.push(unasked(artifact.name))
    return { item: verdictItem(artifact.name, 'pypi-distribution', { verdict, parts: { digests: artifact.digests } }), problems }
  }
  const refused = value.judged?.outcome === 'refused'
  const item = verdictItem(artifact.name, 'pypi-distribution', {
    verdict: {
      outcome: refused ? 'refused' : 'verified',
      root: {
        ...verdict.root,
        outcome: refused ? 'failed' : verdict.root.outcome,
        steps: [...verdict.root.steps, ...(value.judged === null ? [] : [value.judged.step])],
      },
    },
    parts: {
      digests: artifact.digests,
      signers: value.vouches.map(({ signer }) => signer),
      vouchedBy: value.judged?.vouchedBy ?? [],
    },
  })
  return { item, problems }
}

function findMissing(code: string | undefined): boolean {
  return code === 'evidence-missing'
}

function unasked(path: string): Problem {
  const detail = 'the index, or the folder of evidence, has no document about it'
  return { code: 'include-missing', effect: 'incomplete', path, detail, by: 'verify-pypi' }
}

interface EvidenceInput {
  readonly artifact: GivenArtifact
  readonly file: string
  readonly name: DistributionName
  readonly request: PypiRequest
}

interface IndexEvidence {
  readonly bytes: Buffer
  readonly listed: ProjectFile | null
  readonly files: readonly ProjectFile[]
}

async function evidenceOf({ artifact, file, name, request }: EvidenceInput, trace: Trace): Promise<IndexEvidence> {
  if (request.provenance !== undefined) {
    trace.skip(...PLAN[1], 'the provenance was given')
    const given = request.provenance
    return { bytes: trace.step(...PLAN[2], () => readEvidence(given, request.cwd)), listed: null, files: [] }
  }
  const { documents } = request
  const { files, listed } = await trace.stepAsync(...PLAN[1], async () => {
    const answer = await (documents?.project(name.project) ?? null)
    if (answer === null) throw new Refused('evidence-missing', 'the index, or the folder of evidence, does not know the project')
    const all = readProjectFiles(answer, name.project)
    const found = all.find((one) => one.file === file)
    if (found === undefined) throw new Refused('subject-mismatch', 'the index does not list this file', { expected: file })
    if (found.sha256 !== artifact.digests['sha256'])
      throw new Refused('digest-mismatch', 'the index lists another file of this name', {
        expected: `sha256:${found.sha256}`,
        found: `sha256:${artifact.digests['sha256']}`,
        remedy: 'do not install it; find out which of the two was changed',
      })
    return { files: all, listed: found }
  })
  const bytes = await trace.stepAsync(...PLAN[2], async () => {
    const found = await (documents?.provenance(file, listed.provenance) ?? null)
    if (found !== null) return found
    requireNeverHad(files, listed)
    throw new Refused('evidence-missing', 'the index has no provenance of this file', { remedy: 'only its publisher can add it' })
  })
  return { bytes, listed, files }
}

interface AttestationInput {
  readonly distribution: PypiDistribution
  readonly trust: Trust
  /** The repository is asked for. */
  readonly pinned: boolean
}

function attestationsIn(bytes: Buffer, input: AttestationInput, trace: Trace): readonly VerifiedPypiAttestation[] {
  const { distribution, trust, pinned } = input
  const single = (): void => {
    if (!pinned && trust.identity === null && trust.policy === null) throw nobodyNamed()
  }
  return verifyPypiDocument(bytes, { distribution, root: trust.root, single }, trace)
}

function nobodyNamed(): Refused {
  return new Refused('trust-missing', 'nobody said who may have signed', {
    remedy: 'give --repository, --identity and --issuer, or a policy',
  })
}

function requireIdentity(attested: readonly VerifiedPypiAttestation[], wanted: NonNullable<Trust['identity']>): void {
  for (const { identity } of attested) matchIdentity(identity, [{ san: wanted.subject, issuer: wanted.issuer }])
}

function requireRepository(attested: readonly VerifiedPypiAttestation[], wanted: string, workflow: string | undefined): void {
  const expected = plainUrl(wanted)
  for (const { identity } of attested) {
    const found = identity.claims.sourceRepositoryUri
    if (found === undefined || plainUrl(found) !== expected)
      throw new Refused('signer-mismatch', 'it was published from another repository', { expected, found: found ?? 'none' })
    matchIdentity(identity, [{ issuer: forgeIssuer(expected) }])
    if (workflow !== undefined) requirePublisher(identity, publisherOf(expected, workflow))
  }
}

function plainUrl(url: string): string {
  return url
    .replace(/^git\+/, '')
    .replace(/\/+$/, '')
    .replace(/\.git$/, '')
}

function publisherOf(url: string, workflow: string): PypiPublisher {
  const [, host, repository = ''] = /^https:\/\/(github|gitlab)\.com\/(.+)$/.exec(url) ?? []
  if (host === 'github') return { kind: 'GitHub', repository, workflow }
  if (host === 'gitlab') return { kind: 'GitLab', repository, workflowFilepath: workflow }
  throw new Refused('unsupported-version', 'workflows are only known of github.com and gitlab.com', { found: url })
}
