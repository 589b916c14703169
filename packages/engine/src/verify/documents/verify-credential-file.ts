import { relative, resolve, sep } from 'node:path'
import type { Problem, VerificationReport } from '@cupel/model'
import { innermostFailure } from '@cupel/formats'
import { judgeTrust } from '@cupel/policy'
import type { TrustPolicy } from '@cupel/policy'
import { asObject, asString, parseStrictJson, Refused, Trace, verifyCredential, verifySdJwt, verifyVcJwt } from '@cupel/provenance'
import type { ControllerDocuments, CredentialOptions, JsonObject, PinnedContexts, RefusalCode, VerifiedCredential } from '@cupel/provenance'
import { readEvidence } from '../read-evidence.ts'
import type { Trust } from '../trust-input.ts'
import { loadTrust } from '../trust-input.ts'
import { nobodyTrusted } from '../verify-artifact.ts'
import { readTrusted, verdictItem } from '../verdict-item.ts'
import { verificationReport } from '../verification.ts'

export interface CredentialRequest {
  readonly credentials: readonly string[]
  /** Issuers that are accepted; empty: those of the policy. */
  readonly issuers: readonly string[]
  /** Trust policy with identities of kind `did`; only without `issuers`. */
  readonly policy?: string
  /** `ISSUER=METHOD`: verification methods that speak for an issuer that is no DID. */
  readonly methods: Readonly<Record<string, string>>
  /** DID documents of `did:web` and others: nothing is fetched. */
  readonly documents: readonly string[]
  /** `URL=FILE`: JSON-LD contexts. */
  readonly contexts: Readonly<Record<string, string>>
  readonly cwd: string
  readonly now: Date
}

/** Verifies credentials (W3C Verifiable Credentials 2.0) with embedded proofs, as JWT or as SD-JWT. */
export async function verifyCredentialFiles(request: CredentialRequest): Promise<VerificationReport> {
  const { credentials, issuers, cwd, now, methods } = request
  const read = (file: string): JsonObject =>
    readTrusted(file, () => asObject(parseStrictJson(readEvidence(file, cwd), 'the document'), 'the document'))
  const documents: ControllerDocuments = new Map(
    request.documents.map((file) => {
      const document = read(file)
      return [readTrusted(file, () => asString(document['id'], 'the id of the document')), document] as const
    }),
  )
  const contexts: PinnedContexts = new Map(Object.entries(request.contexts).map(([url, file]) => [url, read(file)] as const))
  const trust = issuers.length > 0 ? null : loadTrust(request.policy === undefined ? {} : { policy: request.policy }, { cwd, now })
  if (trust?.policy === null) throw nobodyTrusted()
  const options: CredentialOptions = {
    now,
    // With a policy its rules say whose word counts for which file.
    ...(trust === null ? { issuers } : {}),
    methods: new Map(Object.entries(methods).map(([issuer, method]) => [issuer, [method]] as const)),
    documents,
    contexts,
  }
  const items = []
  const problems: Problem[] = []
  for (const file of credentials) {
    const bytes = readEvidence(file, cwd)
    const verdict = await Trace.runAsync('credential', 'an accepted issuer stands behind the credential', async (trace) => {
      const verified = await verifyOne(bytes, options, trace)
      if (trust !== null) requireTrusted(verified.issuer, { file, trust, cwd }, trace)
      return verified
    })
    const { value } = verdict
    const signers = value === undefined ? [] : [{ kind: 'did' as const, issuer: '', subject: value.issuer, key: '', claims: {} }]
    if (value?.credential['credentialStatus'] !== undefined) problems.push(statusUnknown(file))
    items.push(verdictItem(file, 'credential', { verdict, parts: { signers } }))
  }
  const policy = trust === null ? `issuers ${issuers.join(', ')}` : trust.shown.policy
  return verificationReport(items, problems, { policy, root: '', rootDate: '' })
}

function requireTrusted(
  issuer: string,
  { file, trust, cwd }: { readonly file: string; readonly trust: Trust; readonly cwd: string },
  trace: Trace,
): void {
  trace.step('trust', 'the trust policy accepts the issuer', () => {
    const signer = { kind: 'did', issuer: '', subject: issuer, key: '', claims: {} } as const
    const path = relative(trust.base, resolve(cwd, file)).replaceAll(sep, '/')
    const vouch = { evidence: 'credential', signer, at: null, source: file } as const
    const { outcome, step } = judgeTrust(trust.policy as TrustPolicy, { path }, { vouches: [vouch], now: trust.now })
    if (outcome === 'trusted') return
    const { code = 'policy-not-met', reason = 'the policy refuses it', expected = '', found = issuer } = innermostFailure(step) ?? step
    throw new Refused(code as RefusalCode, reason, { expected, found })
  })
}

/** Nothing is fetched, so that nobody here knows whether the issuer has taken the credential back. */
function statusUnknown(path: string): Problem {
  const detail = 'it names a list with its status, which was not looked at: it may be revoked'
  return { code: 'unsupported-content', effect: 'incomplete', path, detail, by: 'verify-credential' }
}

async function verifyOne(bytes: Buffer, options: CredentialOptions, trace: Trace): Promise<VerifiedCredential> {
  const text = bytes.toString('latin1').trim()
  if (text.startsWith('{')) return verifyCredential(bytes, options, trace)
  return text.includes('~') ? verifySdJwt(text, options, trace) : verifyVcJwt(text, options, trace)
}
