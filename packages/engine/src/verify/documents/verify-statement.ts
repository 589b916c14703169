import type { VerificationReport } from '@cupel/model'
import { usageMissingArgument } from '@cupel/model'
import { loadMlDsa, sha256KeyId, Trace, verifyCose, verifyTransparentStatement } from '@cupel/provenance'
import type { PublicKey } from '@cupel/provenance'
import { readEvidence } from '../read-evidence.ts'
import { readPublicKey } from '../trust-input.ts'
import { keySigner, verdictItem } from '../verdict-item.ts'
import { verificationReport } from '../verification.ts'

export interface StatementRequest {
  /** COSE_Sign1 or COSE_Sign messages. */
  readonly statements: readonly string[]
  readonly keys: readonly string[]
  /** Keys of logs: then every statement needs the receipt of one. */
  readonly logKeys: readonly string[]
  /** The payload, where the statement does not carry it. */
  readonly payload?: string
  readonly cwd: string
}

/** Verifies signed statements in COSE (RFC 9052), and their receipts by transparency services (SCITT) where log keys are given. */
export async function verifyStatements(request: StatementRequest): Promise<VerificationReport> {
  const { cwd, payload, logKeys, statements } = request
  if (request.keys.length === 0) throw usageMissingArgument('--key FILE of the issuer', 'verify statement')
  const read = (files: readonly string[]): readonly PublicKey[] => files.map((file) => readPublicKey(readEvidence(file, cwd), file))
  const keys = read(request.keys)
  const logs = read(logKeys)
  const mlDsa = keys.some(({ type }) => type.startsWith('ml-dsa')) ? { mlDsa: await loadMlDsa() } : {}
  const detached = payload === undefined ? {} : { detachedPayload: readEvidence(payload, cwd) }
  const items = statements.map((file) => {
    const bytes = readEvidence(file, cwd)
    const verdict = Trace.run('statement', 'a trusted issuer signed the statement', (trace) =>
      logs.length > 0
        ? verifyTransparentStatement(bytes, { issuers: keys, logs, ...detached, ...mlDsa }, trace)
        : verifyCose(bytes, { keys, ...detached, ...mlDsa }, trace),
    )
    const signers = verdict.value?.signers.map((key) => keySigner(sha256KeyId(key))) ?? []
    return verdictItem(file, 'cose-statement', { verdict, parts: { signers } })
  })
  const policy = [...request.keys, ...logKeys.map((file) => `log ${file}`)].join(', ')
  return verificationReport(items, [], { policy: `keys ${policy}`, root: '', rootDate: '' })
}
