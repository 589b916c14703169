import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { innermostFailure } from '@cupel/formats'
import { CupelError, policyRefused, serviceUnreachable, usageMissingArgument, usageWrongValue } from '@cupel/model'
import type { Step } from '@cupel/model'
import { isOverlay, readOverlay, readPack } from '@cupel/policy'
import { fetchDocument } from '../verify/fetch-document.ts'
import { jsonTexts, readEvidence } from '../verify/read-evidence.ts'
import type { TrustRequest } from '../verify/trust-input.ts'
import { verifyArtifact } from '../verify/verify-artifact.ts'
import { packFileName } from './load-packs.ts'
import { packTextOf } from './pack-bytes.ts'
import { orPackError } from './pack-error.ts'

export interface PullRequest {
  /** URL or path of the pack. */
  readonly from: string
  /** `sha256:…` that it must have. */
  readonly digest?: string
  /** Who must have signed it. */
  readonly trust?: TrustRequest
  /** URL or path of the signature; default: the pack's own with `.sigstore.json` after it. */
  readonly bundle?: string
  readonly cwd: string
  readonly now: Date
  readonly signal: AbortSignal
}

export interface PulledPack {
  readonly text: string
  readonly fileName: string
  readonly id: string
  /** Empty for an overlay. */
  readonly version: string
  /** `sha256:…` of what was pulled. */
  readonly digest: string
  /** Who signed; empty when only the digest was asked for. */
  readonly signers: readonly string[]
}

const MAX_BYTES = 1_000_000

/**
 * Gets a pack from elsewhere. It must have the digest, or be signed by whom the user trusts (or both), and be a pack; otherwise CupelError is
 * thrown and nothing is handed out.
 */
export async function pullPack(request: PullRequest): Promise<PulledPack> {
  const { from, digest, trust } = request
  if (digest === undefined && trust === undefined) {
    const missing = usageMissingArgument('what to hold it against', 'policy pull')
    throw new CupelError(missing.code, missing.message, { hint: 'give --digest sha256:…, or --key FILE, or --identity and --issuer' })
  }
  if (digest !== undefined && !/^sha256:[0-9a-f]{64}$/.test(digest))
    throw usageWrongValue('--digest', digest, 'sha256: and 64 hexadecimal digits')
  const bytes = await bytesOf(from, request)
  const found = `sha256:${createHash('sha256').update(bytes).digest('hex')}`
  if (digest !== undefined && found !== digest) throw policyRefused(from, `it has the digest ${found}, not the one asked for`)
  const signers = trust === undefined ? [] : await verified(bytes, trust, request)
  const text = packTextOf(bytes)
  if (text === null) throw policyRefused(from, 'it is not UTF-8')
  const { id, version } = orPackError(() => identityOf(text, from))
  return { text, fileName: `${id}.yaml`, id, version, digest: found, signers }
}

/** An overlay has no name of its own, and is called as its address is. */
function identityOf(text: string, from: string): { readonly id: string; readonly version: string } {
  if (!isOverlay(text)) return readPack(text, from, { tests: true })
  readOverlay(text, from)
  const path = /^https?:\/\//i.test(from) ? new URL(from).pathname : from
  return { id: packFileName(path).replace(/\.ya?ml$/, '') || 'overlay', version: '' }
}

async function bytesOf(from: string, { cwd, signal }: PullRequest): Promise<Buffer> {
  if (!/^https?:\/\//i.test(from)) return limited(from, readEvidence(from, cwd))
  const bytes = await fetchDocument(from, signal, '*/*').catch((error: unknown) => {
    signal.throwIfAborted()
    throw serviceUnreachable(from, 'no usable answer', error)
  })
  if (bytes === null) throw policyRefused(from, 'there is nothing at this address')
  return limited(from, bytes)
}

function limited(from: string, bytes: Buffer): Buffer {
  if (bytes.length > MAX_BYTES) throw policyRefused(from, `a policy has at most ${MAX_BYTES} bytes`)
  return bytes
}

async function verified(bytes: Buffer, trust: TrustRequest, request: PullRequest): Promise<readonly string[]> {
  const bundle = await bytesOf(request.bundle ?? `${request.from}.sigstore.json`, request)
  const folder = mkdtempSync(join(tmpdir(), 'cupel-policy-'))
  try {
    const [pack, evidence] = [join(folder, 'pack.yaml'), join(folder, 'pack.yaml.sigstore.json')]
    writeFileSync(pack, bytes)
    writeFileSync(evidence, bundle)
    const report = await verifyArtifact({ artifact: pack, evidence: [evidence], trust, cwd: request.cwd, now: request.now })
    const [item] = report.items
    if (report.verdict.outcome !== 'verified' || item === undefined)
      throw policyRefused(request.from, `its signature is not by whom you trust${whyNot(item?.step)}`)
    if (!jsonTexts(bundle).every(saysIsMine))
      throw policyRefused(request.from, 'whom you trust says something about it, and has not signed it')
    return item.signers.map(({ subject, key, issuer }) => (subject === '' ? `key ${key}` : `${subject} by ${issuer}`))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Why, with what to do; a signature that nobody can tell of is by nobody. */
function whyNot(step: Step | undefined): string {
  const { reason, remedy } = (step === undefined ? null : innermostFailure(step)) ?? {}
  return reason === undefined ? '' : `: ${reason}${remedy === undefined ? '' : ` (${remedy})`}`
}

const PROVENANCE = /^https:\/\/slsa\.dev\/provenance\//

/**
 * Whether a verified bundle says "this is mine": a signature over the bytes, or provenance of their build. A statement about a file may as
 * well say that nobody should use it.
 */
function saysIsMine(bundle: Buffer): boolean {
  const { messageSignature, dsseEnvelope } = JSON.parse(bundle.toString('utf8')) as {
    readonly messageSignature?: unknown
    readonly dsseEnvelope?: { readonly payload?: unknown }
  }
  if (messageSignature !== undefined) return true
  const payload = Buffer.from(String(dsseEnvelope?.payload ?? ''), 'base64').toString('utf8')
  const { predicateType } = JSON.parse(payload) as { readonly predicateType?: unknown }
  return typeof predicateType === 'string' && PROVENANCE.test(predicateType)
}
