import type { PublicKey } from '../keys/public-key.ts'
import { leafHash, rootFromInclusion } from '../tlog/merkle.ts'
import { Refused } from '../verdict/refused.ts'
import type { Trace } from '../verdict/trace.ts'
import type { CborValue } from './cbor.ts'
import { decodeCbor, encodeCbor } from './cbor.ts'
import type { CoseMessage } from './cose-message.ts'
import { COSE_HEADER, readCoseMessage } from './cose-message.ts'
import type { CoseOptions, VerifiedCose } from './verify-cose.ts'
import { verifyCoseMessage } from './verify-cose.ts'

/** RFC 9162 with SHA-256, the only verifiable data structure registered so far. */
const RFC9162_SHA256 = 1
const INCLUSION = -1

const MAX_PROOFS = 16
const MAX_PATH = 64

/**
 * Verifies a receipt (COSE Receipts draft, section 5.2): a COSE_Sign1 by a log over the root of its tree, with the path from `entry` to
 * that root. The signature is checked over the root that the path leads to, so that a wrong path is a wrong signature.
 */
export function verifyReceipt(
  bytes: Uint8Array,
  options: { readonly entry: Uint8Array; readonly keys: readonly PublicKey[] },
  trace: Trace,
): VerifiedCose {
  const receipt = trace.step('receipt', 'The receipt is well-formed', () => {
    const message = readCoseMessage(bytes)
    if (message.kind !== 'sign1') throw new Refused('malformed', 'The receipt is not one signature')
    if (message.payload !== null) throw new Refused('malformed', 'The receipt carries a root of its own')
    const structure = message.protected.get(COSE_HEADER.vds)
    if (structure !== RFC9162_SHA256)
      throw new Refused('unsupported-algorithm', 'The receipt is of an unknown kind of log', { found: String(structure) })
    return message
  })
  const proofs = trace.step('proof', 'The receipt leads from the entry to a root', () => inclusionProofs(receipt))
  let refusal: Refused | undefined
  for (const proof of proofs) {
    const outcome = trace.attempt('root', 'The log signed the root', (step) => {
      const root = rootFromInclusion(leafHash(Buffer.from(options.entry)), proof)
      return verifyCoseMessage(receipt, { keys: options.keys, detachedPayload: root }, step)
    })
    if ('value' in outcome) return outcome.value
    refusal = outcome.refused
  }
  const code = refusal?.code === 'signature-invalid' ? 'log-proof-invalid' : (refusal?.code ?? 'evidence-missing')
  throw new Refused(code, 'The receipt does not prove that the log holds the entry', { cause: refusal })
}

export interface TransparentStatementOptions extends Pick<CoseOptions, 'detachedPayload' | 'mlDsa'> {
  readonly issuers: readonly PublicKey[]
  readonly logs: readonly PublicKey[]
}

/**
 * Verifies a transparent statement (SCITT architecture, section 7): the issuer's signature, and at least one receipt by a trusted log
 * over the statement as it was before receipts were put into its unprotected header.
 */
export function verifyTransparentStatement(bytes: Uint8Array, options: TransparentStatementOptions, trace: Trace): VerifiedCose {
  const { issuers, logs, ...given } = options
  const message = trace.step('statement', 'The statement is well-formed', () => {
    const read = readCoseMessage(bytes)
    // What a log holds is one signature; beside others it would say nothing of those.
    if (read.kind !== 'sign1') throw new Refused('unsupported-version', 'The statement is not one signature', { expected: 'COSE_Sign1' })
    return read
  })
  const statement = trace.step('issuer', 'The issuer signed the statement', (step) =>
    verifyCoseMessage(message, { keys: issuers, ...given }, step),
  )
  const receipts = message.unprotected.get(COSE_HEADER.receipts)
  const list = Array.isArray(receipts) ? (receipts as readonly CborValue[]) : []
  const entry = registeredBytes(message)
  let refusal = new Refused('evidence-missing', 'The statement carries no receipt')
  for (const [index, receipt] of list.slice(0, MAX_PROOFS).entries()) {
    const outcome = trace.attempt(`receipt-${index + 1}`, `Receipt ${index + 1} holds`, (step) => {
      if (!(receipt instanceof Uint8Array)) throw new Refused('malformed', 'The receipt is not bytes')
      return verifyReceipt(receipt, { entry, keys: logs }, step)
    })
    if ('value' in outcome) return statement
    refusal = outcome.refused
  }
  throw refusal
}

/** The statement with an empty unprotected header: what a transparency service takes in. */
export function registeredBytes({ protectedBytes, payload, signatures: [signature] }: CoseMessage): Buffer {
  const body = encodeCbor([protectedBytes, new Map(), payload, signature?.signature ?? Buffer.alloc(0)])
  return Buffer.concat([Buffer.from([0xd2]), body])
}

interface InclusionProof {
  readonly index: number
  readonly treeSize: number
  readonly hashes: readonly Buffer[]
}

function inclusionProofs(receipt: CoseMessage): readonly InclusionProof[] {
  const all = receipt.unprotected.get(COSE_HEADER.vdp)
  const list = all instanceof Map ? (all.get(INCLUSION) as CborValue | undefined) : undefined
  if (!Array.isArray(list) || list.length === 0) throw new Refused('evidence-missing', 'The receipt holds no proof of inclusion')
  if (list.length > MAX_PROOFS) throw new Refused('limit-exceeded', 'The receipt holds too many proofs')
  return (list as readonly CborValue[]).map(readProof)
}

function readProof(value: CborValue): InclusionProof {
  const parts = value instanceof Uint8Array ? decodeCbor(value, 'The proof of inclusion') : value
  if (!Array.isArray(parts) || parts.length !== 3) throw new Refused('malformed', 'The proof of inclusion is not three parts')
  const [treeSize, index, path] = parts as readonly CborValue[]
  const numbers = [treeSize, index].every((number) => typeof number === 'number' && Number.isSafeInteger(number) && number >= 0)
  const hashes = Array.isArray(path) ? (path as readonly CborValue[]) : undefined
  if (!numbers || hashes === undefined || hashes.length > MAX_PATH) throw new Refused('malformed', 'The proof of inclusion is not a proof')
  return {
    treeSize: Number(treeSize),
    index: Number(index),
    hashes: hashes.map((hash) => {
      if (hash instanceof Uint8Array && hash.length === 32) return Buffer.from(hash)
      throw new Refused('malformed', 'A hash of the proof is not one')
    }),
  }
}
