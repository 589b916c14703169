import type { Problem, VerificationReport } from '@cupel/model'
import { asObject, asString, parseStrictJson, Trace } from '@cupel/provenance'
import type { ControllerDocuments, CredentialOptions, JsonObject, PinnedContexts } from '@cupel/provenance'
import { readEvidence } from '../read-evidence.ts'
import { pathForPolicy, requireTrusted } from '../require-trusted.ts'
import type { PolicyTrust } from '../trust-input.ts'
import { loadPolicyTrust } from '../trust-input.ts'
import { nobodyTrusted } from '../verify-artifact.ts'
import { readTrusted, verdictItem } from '../verdict-item.ts'
import { verificationReport } from '../verification.ts'
import { lookUpStatus, verifyStatusLists } from './credential-status.ts'
import { verifyCredentialBytes } from './verify-credential-bytes.ts'

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
  /** Lists of revoked and suspended credentials: Bitstring Status Lists, status list tokens. Nothing is fetched. */
  readonly statusLists?: readonly string[]
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
  const trust = issuers.length > 0 ? null : loadPolicyTrust(request.policy, { cwd, now })
  if (trust === null && issuers.length === 0) throw nobodyTrusted()
  const options: CredentialOptions = {
    now,
    // With a policy its rules say whose word counts for which file.
    ...(trust === null ? { issuers } : {}),
    methods: new Map(Object.entries(methods).map(([issuer, method]) => [issuer, [method]] as const)),
    documents,
    contexts,
  }
  const { lists, refused } = await verifyStatusLists(request.statusLists ?? [], options, cwd)
  const items = [...refused]
  const problems: Problem[] = []
  for (const file of credentials) {
    const bytes = readEvidence(file, cwd)
    let vouchedBy: readonly string[] = []
    const verdict = await Trace.runAsync('credential', 'an accepted issuer stands behind the credential', async (trace) => {
      const verified = await verifyCredentialBytes(bytes, options, trace)
      if (!lookUpStatus(verified, lists, { options, trace })) problems.push(statusUnknown(file))
      if (trust !== null) vouchedBy = trustIssuer(verified.issuer, { file, trust, cwd }, trace)
      return verified
    })
    const { value } = verdict
    const signers = value === undefined ? [] : [{ kind: 'did' as const, issuer: '', subject: value.issuer, key: '', claims: {} }]
    items.push(verdictItem(file, 'credential', { verdict, parts: { signers, vouchedBy } }))
  }
  const policy = trust === null ? `issuers ${issuers.join(', ')}` : trust.shown.policy
  return verificationReport(items, problems, { policy, root: '', rootDate: '' })
}

function trustIssuer(
  issuer: string,
  { file, trust, cwd }: { readonly file: string; readonly trust: PolicyTrust; readonly cwd: string },
  trace: Trace,
): readonly string[] {
  const signer = { kind: 'did', issuer: '', subject: issuer, key: '', claims: {} } as const
  const subject = { path: pathForPolicy(file, { base: trust.base, cwd }) }
  const vouch = { evidence: 'credential', signer, at: null, source: file } as const
  return requireTrusted({ policy: trust.policy, subject, vouches: [vouch], now: trust.now }, trace)
}

/** Nothing is fetched: without the list nobody here knows whether the issuer has taken the credential back. */
function statusUnknown(path: string): Problem {
  const detail = 'it names a list with its status, which was not given: it may be revoked'
  return {
    code: 'include-missing',
    effect: 'incomplete',
    path,
    detail,
    hint: 'fetch the list, then give it with --status-list',
    by: 'verify-credential',
  }
}
