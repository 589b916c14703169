import { createHash } from 'node:crypto'
import { chooseEvidence, gatherReleases, readAttestations, RELEASES_LOOKED_AT } from '@cupel/assess'
import type {
  ForgeAddress,
  ForgeTransport,
  GivenAsset,
  ReleaseAsset,
  ReleaseFacts,
  SignatureFact,
  SignatureVerdict,
  VerifySignature,
} from '@cupel/assess'
import { downloadAsset } from '../forge/download-asset.ts'

export interface DownloadRequest {
  /** Bytes that may be fetched of all releases together. */
  readonly maxBytes: number
  readonly address: ForgeAddress
  readonly verify: VerifySignature
  readonly transport: ForgeTransport
  /** Empty: anonymous. */
  readonly token: string
  /** Calls to the forge that are left of the budget; files of releases are no calls. */
  readonly callsLeft: number
  readonly signal: AbortSignal
}

const MAX_CHOICES = 3
/** For all files together: a store that trickles must not hold the assessment up. */
const TIME_MS = 600_000
const MAX_EVIDENCE_BYTES = 5_000_000

/**
 * Fetches what it takes to verify one signature of each of the newest releases, and what GitHub attests of them where none holds. What
 * could not be fetched stays as the forge lists it: unknown.
 */
export async function downloadReleases(
  releases: readonly ReleaseFacts[],
  request: DownloadRequest,
): Promise<{ readonly releases: readonly ReleaseFacts[]; readonly calls: number }> {
  const files = new ReleaseFiles(request)
  let calls = 0
  const done: ReleaseFacts[] = []
  for (const release of releases.slice(0, RELEASES_LOOKED_AT)) {
    request.signal.throwIfAborted()
    const signatures = await signaturesOf(release, files, request)
    const asked = signatures.some(({ verdict }) => verdict.state === 'verified')
      ? { attestations: [], calls: 0 }
      : await attestationsOf(release, files, { ...request, callsLeft: request.callsLeft - calls })
    calls += asked.calls
    done.push({ ...release, signatures, attestations: asked.attestations })
  }
  return { releases: [...done, ...releases.slice(RELEASES_LOOKED_AT)], calls }
}

async function signaturesOf(
  release: ReleaseFacts,
  files: ReleaseFiles,
  { verify, maxBytes }: DownloadRequest,
): Promise<readonly SignatureFact[]> {
  const limits = { maxChoices: MAX_CHOICES, maxEvidenceBytes: MAX_EVIDENCE_BYTES, maxAssetBytes: maxBytes }
  for (const { evidence, over } of chooseEvidence(release, limits)) {
    const signature = await files.get(evidence)
    const wanted = signature === null ? undefined : await meantFor(signature, over)
    const asset = wanted === undefined ? null : await files.get(wanted)
    if (signature === null || asset === null) continue
    const [gathered] = await gatherReleases([{ tag: release.tag, assets: [asset, signature] }], verify)
    const signatures = gathered?.signatures ?? []
    // One that holds is enough to know; one that does not is worth telling whatever the others do.
    if (signatures.some(({ verdict }) => verdict.state !== 'unknown')) return signatures
  }
  return []
}

/** Provenance names what it is about, and need not be about every file; a signature is about the one that it is named after. */
async function meantFor(evidence: GivenAsset, over: readonly ReleaseAsset[]): Promise<ReleaseAsset | undefined> {
  if (over.length < 2) return over[0]
  const subjects = subjectNames(Buffer.from(await evidence.read()).toString('utf8'))
  return over.find(({ name }) => subjects.has(name))
}

/** Names of the subjects of in-toto statements in envelopes or bundles, one or a line each. */
function subjectNames(text: string): ReadonlySet<string> {
  const names = new Set<string>()
  for (const [, payload = ''] of text.matchAll(/"payload"\s{0,9}:\s{0,9}"([A-Za-z0-9+/=_-]{1,4000000})"/g))
    for (const [, name = ''] of Buffer.from(payload, 'base64')
      .toString('utf8')
      .matchAll(/"name"\s{0,9}:\s{0,9}"([^"\\]{1,500})"/g))
      names.add(name)
  return names
}

async function attestationsOf(
  { assets }: ReleaseFacts,
  files: ReleaseFiles,
  { address, transport, token, verify, callsLeft }: DownloadRequest,
): Promise<{ readonly attestations: readonly SignatureFact[]; readonly calls: number }> {
  const [smallest] = assets.filter(({ size }) => size !== null && size > 0).sort((a, b) => (a.size ?? 0) - (b.size ?? 0))
  const asset = address.kind !== 'github' || smallest === undefined || callsLeft <= 0 ? null : await files.get(smallest)
  if (asset === null) return { attestations: [], calls: 0 }
  const digest = createHash('sha256')
    .update(await asset.read())
    .digest('hex')
  const { attestations, calls } = await readAttestations(address, [digest], { transport, token, maxCalls: 1 })
  const facts: SignatureFact[] = []
  for (const { bundle } of attestations.get(digest) ?? []) {
    const evidence = { name: 'attestation.sigstore.json', read: () => Buffer.from(bundle) }
    const verdict = notRefused(await verify(asset, evidence))
    facts.push({
      file: 'an attestation that GitHub keeps',
      kind: isProvenance(bundle) ? 'provenance' : 'signature',
      over: asset.name,
      verdict,
    })
  }
  return { attestations: facts, calls }
}

/** Whatever else GitHub keeps about a file, by whomever, is no fault of the release. */
function notRefused(verdict: SignatureVerdict): SignatureVerdict {
  return verdict.state === 'refused' ? { state: 'unknown', reason: verdict.reason } : verdict
}

/** The statement is read only to tell its kind; whether it holds is the verifier's word. */
function isProvenance(bundle: string): boolean {
  const payload = /"payload":"([A-Za-z0-9+/=_-]{1,2000000})"/.exec(bundle)?.[1] ?? ''
  return /"predicateType"\s{0,9}:\s{0,9}"https:\/\/slsa\.dev\/provenance\//.test(Buffer.from(payload, 'base64').toString('utf8'))
}

/** Files fetched once each, within one limit for all. */
class ReleaseFiles {
  readonly #request: DownloadRequest
  readonly #fetched = new Map<string, GivenAsset | null>()
  #left: number
  readonly #end: AbortSignal

  constructor(request: DownloadRequest) {
    this.#request = request
    this.#left = request.maxBytes
    this.#end = AbortSignal.timeout(TIME_MS)
  }

  async get({ name, url, size }: ReleaseAsset): Promise<GivenAsset | null> {
    const known = this.#fetched.get(url)
    if (known !== undefined) return known
    const { address, signal } = this.#request
    const bytes =
      this.#end.aborted || (size ?? 0) > this.#left ? null : await downloadAsset(url, { web: address.web, maxBytes: this.#left, signal })
    const asset = bytes === null ? null : { name, url, read: () => bytes }
    this.#left -= bytes?.byteLength ?? 0
    this.#fetched.set(url, asset)
    return asset
  }
}
