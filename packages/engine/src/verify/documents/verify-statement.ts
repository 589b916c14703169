import type { VerificationReport, Vouch } from '@cupel/model'
import { configInvalid, CupelError, usageMissingArgument } from '@cupel/model'
import { loadMlDsa, sha256KeyId, Trace, verifyCose, verifyTransparentStatement } from '@cupel/provenance'
import type { PublicKey, VerifiedCose } from '@cupel/provenance'
import { readEvidence } from '../read-evidence.ts'
import { requirePurl } from '../require-purl.ts'
import { pathForPolicy, requireTrusted } from '../require-trusted.ts'
import type { PolicyTrust } from '../trust-input.ts'
import { loadPolicyTrust, readPublicKey } from '../trust-input.ts'
import { keySigner, verdictItem } from '../verdict-item.ts'
import { verificationReport } from '../verification.ts'

export interface StatementRequest {
  /** COSE_Sign1 or COSE_Sign messages. */
  readonly statements: readonly string[]
  /** Keys of issuers; empty: those of the policy. */
  readonly keys: readonly string[]
  /** Trust policy, only without keys; default: the one of the working folder. Its rules with evidence `statement` judge. */
  readonly policy?: string
  /** Package that the payload is, for the rules of the policy. */
  readonly purl?: string
  /** Keys of logs: then every statement needs the receipt of one. */
  readonly logKeys: readonly string[]
  /** The payload, where the statement does not carry it. */
  readonly payload?: string
  readonly cwd: string
  readonly now: Date
}

/** Verifies signed statements in COSE (RFC 9052), and their receipts by transparency services (SCITT) where log keys are given. */
export async function verifyStatements(request: StatementRequest): Promise<VerificationReport> {
  const { cwd, payload, logKeys, statements } = request
  requirePurl(request.purl)
  const { keys, by } = issuersOf(request)
  const logs = readKeys(logKeys, cwd)
  const mlDsa = keys.some(({ type }) => type.startsWith('ml-dsa')) ? { mlDsa: await loadMlDsa() } : {}
  const detached = payload === undefined ? {} : { detachedPayload: readEvidence(payload, cwd) }
  const items = statements.map((file) => {
    const bytes = readEvidence(file, cwd)
    let vouchedBy: readonly string[] = []
    const verdict = Trace.run('statement', 'a trusted issuer signed the statement', (trace) => {
      const verified =
        logs.length > 0
          ? verifyTransparentStatement(bytes, { issuers: keys, logs, ...detached, ...mlDsa }, trace)
          : verifyCose(bytes, { keys, ...detached, ...mlDsa }, trace)
      if (by !== null) vouchedBy = trustIssuers(verified, file, { by, request }, trace)
      return verified
    })
    const signers = verdict.value?.signers.map((key) => keySigner(sha256KeyId(key))) ?? []
    return verdictItem(file, 'cose-statement', { verdict, parts: { signers, vouchedBy } })
  })
  const shownLogs = logKeys.map((file) => `log ${file}`)
  const policy = by === null ? `keys ${[...request.keys, ...shownLogs].join(', ')}` : [by.shown.policy, ...shownLogs].join(', ')
  return verificationReport(items, [], { policy, root: '', rootDate: '' })
}

function readKeys(files: readonly string[], cwd: string): readonly PublicKey[] {
  return files.map((file) => readPublicKey(readEvidence(file, cwd), file))
}

interface Issuers {
  readonly keys: readonly PublicKey[]
  /** The policy that judges, where no keys were given. */
  readonly by: PolicyTrust | null
}

function issuersOf({ keys, policy, cwd, now }: StatementRequest): Issuers {
  if (keys.length > 0) return { keys: readKeys(keys, cwd), by: null }
  const by = loadPolicyTrust(policy, { cwd, now })
  if (by === null) {
    const missing = usageMissingArgument('whom to trust', 'verify statement')
    throw new CupelError(missing.code, missing.message, { hint: 'give --key FILE of the issuer, or --trust FILE' })
  }
  if (by.policyKeys.keys.size === 0)
    throw configInvalid(by.shown.policy, 'it has no identity of kind key, and issuers of statements are known by keys')
  return { keys: [...by.policyKeys.keys.values()], by }
}

/** What the policy has rules for is the payload, where it is a file of its own; else the statement. */
function trustIssuers(
  { signers }: VerifiedCose,
  file: string,
  { by, request }: { readonly by: PolicyTrust; readonly request: StatementRequest },
  trace: Trace,
): readonly string[] {
  const { payload, purl, cwd } = request
  const subject = { path: pathForPolicy(payload ?? file, { base: by.base, cwd }), ...(purl === undefined ? {} : { purl }) }
  const vouches = signers.map((key): Vouch => ({ evidence: 'statement', signer: keySigner(sha256KeyId(key)), at: null, source: file }))
  return requireTrusted({ policy: by.policy, subject, vouches, now: by.now }, trace)
}
