import { createHash } from 'node:crypto'
import { jcs } from '../encoding/jcs.ts'
import type { JsonObject, JsonValue } from '../encoding/json-value.ts'
import { asObject, asString, optionalString, showJson } from '../encoding/json-value.ts'
import { verifySignature } from '../keys/verify-signature.ts'
import { Refused } from '../verdict/refused.ts'
import type { Trace } from '../verdict/trace.ts'
import type { ControllerDocuments, VerificationMethod } from './did.ts'
import { resolveMethod } from './did.ts'
import type { PinnedContexts } from './json-ld.ts'
import { canonicalQuads } from './json-ld.ts'
import { decodeMultibase } from './multibase.ts'

export interface DataIntegrityOptions {
  readonly documents?: ControllerDocuments
  readonly contexts?: PinnedContexts
  readonly now: Date
  /** What the proofs must be for; `assertionMethod` when left out. */
  readonly purpose?: string
}

/** A document every proof of which holds, and the methods that made them. */
export interface VerifiedDocument {
  /** Without proofs. */
  readonly document: JsonObject
  readonly methods: readonly VerificationMethod[]
}

const MAX_PROOFS = 32

/**
 * Verifies every proof of a document (W3C Data Integrity 1.0, section 4.5), sets and chains alike: eddsa-jcs-2022, eddsa-rdfc-2022 and
 * Ed25519Signature2020. Whether the methods are the issuer's is for `verifyCredential`.
 */
export async function verifyDataIntegrity(secured: JsonObject, options: DataIntegrityOptions, trace: Trace): Promise<VerifiedDocument> {
  const { proof, ...document } = secured
  const proofs = (Array.isArray(proof) ? (proof as readonly JsonValue[]) : [proof]).map((entry) => {
    if (entry === undefined) throw new Refused('evidence-missing', 'The document has no proof')
    return asObject(entry, 'A proof')
  })
  if (proofs.length === 0) throw new Refused('evidence-missing', 'The document has no proof')
  if (proofs.length > MAX_PROOFS) throw new Refused('limit-exceeded', 'The document has too many proofs')
  const methods: VerificationMethod[] = []
  for (const [index, entry] of proofs.entries()) {
    const title = `Proof ${index + 1} covers the document`
    methods.push(
      await trace.stepAsync(`proof-${index + 1}`, title, async (step) =>
        verifyProof(withPrevious(document, entry, proofs), entry, options, step),
      ),
    )
  }
  return { document: withSignedContexts(document, proofs), methods }
}

/** Contexts of the document that a proof does not cover could give its terms another meaning: they are left out of what is verified. */
function withSignedContexts(document: JsonObject, proofs: readonly JsonObject[]): JsonObject {
  const own = proofs.flatMap(({ '@context': context }) => {
    return context === undefined ? [] : [Array.isArray(context) ? (context as readonly JsonValue[]) : [context]]
  })
  const [shortest] = own.toSorted((a, b) => a.length - b.length)
  return shortest === undefined ? document : { ...document, '@context': shortest }
}

/** A proof in a chain also covers the proofs it names (section 4.6). */
function withPrevious(document: JsonObject, proof: JsonObject, all: readonly JsonObject[]): JsonObject {
  const previous = proof['previousProof']
  if (previous === undefined) return document
  const ids = Array.isArray(previous) ? (previous as readonly JsonValue[]) : [previous]
  const covered = ids.map((id) => {
    const found = all.find((other) => other !== proof && typeof id === 'string' && other['id'] === id)
    if (found === undefined) throw new Refused('evidence-missing', 'A proof that another builds on is missing', { expected: showJson(id) })
    return found
  })
  return { ...document, proof: covered }
}

async function verifyProof(
  document: JsonObject,
  proof: JsonObject,
  options: DataIntegrityOptions,
  step: Trace,
): Promise<VerificationMethod> {
  const purpose = options.purpose ?? 'assertionMethod'
  if (proof['proofPurpose'] !== purpose) {
    throw new Refused('policy-not-met', 'The proof is for another purpose', { expected: purpose, found: showJson(proof['proofPurpose']) })
  }
  checkTimes(proof, options.now)
  const method = resolveMethod(asString(proof['verificationMethod'], 'The verification method'), options.documents)
  step.found(method.id)
  if (!method.purposes.includes(purpose))
    throw new Refused('policy-not-met', 'The key may not be used for this purpose', {
      expected: purpose,
      found: method.purposes.join(', '),
    })
  if (method.key.type !== 'ed25519')
    throw new Refused('unsupported-algorithm', 'The proof needs an Ed25519 key', { found: method.key.type })
  const { proofValue, ...config } = proof
  const text = asString(proofValue, 'The value of the proof')
  if (!text.startsWith('z')) throw new Refused('malformed', 'The value of the proof is not base58 of multibase')
  const signed = await signedBytes(document, config, options.contexts ?? new Map())
  verifySignature(method.key, signed, decodeMultibase(text, 'The value of the proof'), { scheme: 'ed25519', what: 'the proof' })
  return method
}

async function signedBytes(document: JsonObject, config: JsonObject, contexts: PinnedContexts): Promise<Buffer> {
  const suite = config['type'] === 'DataIntegrityProof' ? config['cryptosuite'] : config['type']
  if (suite === 'eddsa-jcs-2022') return digests(jcs(config), jcs(withProofContext(document, config)))
  if (suite !== 'eddsa-rdfc-2022' && suite !== 'Ed25519Signature2020') {
    throw new Refused('unsupported-algorithm', 'The proof is of an unknown kind', { found: showJson(suite) })
  }
  const whole = { ...config, '@context': document['@context'] ?? [] }
  return digests(await canonicalQuads(whole, contexts), await canonicalQuads(document, contexts))
}

/** A proof that brings its own contexts must share them with the document, as its first ones (eddsa-jcs-2022, section 3.3.2). */
function withProofContext(document: JsonObject, config: JsonObject): JsonObject {
  const own = config['@context']
  if (own === undefined) return document
  const [wanted, found] = [own, document['@context'] ?? []].map((value) =>
    Array.isArray(value) ? (value as readonly JsonValue[]) : [value],
  )
  if (wanted?.every((context, index) => jcs(context) === jcs(found?.[index] ?? null)) !== true) {
    throw new Refused('content-mismatch', 'The proof is over other contexts than the document has')
  }
  return { ...document, '@context': own }
}

function digests(config: string, document: string): Buffer {
  const [first, second] = [config, document].map((text) => createHash('sha256').update(text).digest())
  return Buffer.concat([first!, second!])
}

function checkTimes(proof: JsonObject, now: Date): void {
  const created = optionalString(proof['created'], 'The time of the proof')
  const expires = optionalString(proof['expires'], 'The end of the proof')
  if (created !== undefined && !(new Date(created) <= now))
    throw new Refused('time-invalid', 'The proof is from the future', { found: created })
  if (expires !== undefined && !(now < new Date(expires))) throw new Refused('expired', 'The proof has expired', { found: expires })
}
