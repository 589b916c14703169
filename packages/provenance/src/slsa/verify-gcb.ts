import { readEnvelope } from '../dsse/envelope.ts'
import { markVerified } from '../dsse/verified-payload.ts'
import { jcs } from '../encoding/jcs.ts'
import type { JsonObject, JsonValue } from '../encoding/json-value.ts'
import { asArray, asObject, textAt, valueAt } from '../encoding/json-value.ts'
import { parseStrictJson } from '../encoding/strict-json.ts'
import { verifiedStatement } from '../intoto/statement.ts'
import { Refused } from '../verdict/refused.ts'
import type { Trace } from '../verdict/trace.ts'
import type { ProvenanceEvidence } from './build-signer.ts'
import type { GcbKeys } from './gcb-keys.ts'
import { verifyGcbSignature } from './gcb-keys.ts'

const MAX_PROVENANCE = 50

const PLAN = [
  ['image', 'The description is of this image'],
  ['provenance', 'One provenance is signed by the build service and readable as signed'],
] as const

/**
 * Verifies what `gcloud artifacts docker images describe --show-provenance` prints: the image's digest in every place, the signature
 * of at least one provenance, and that its readable text says the same as the signed payload. What the provenance then proves is for
 * `verifyProvenance`. `imageSha256` in hex.
 */
export function verifyGcb(
  bytes: Uint8Array,
  options: { readonly imageSha256: string; readonly keys: GcbKeys },
  trace: Trace,
): ProvenanceEvidence {
  trace.plan(PLAN)
  const document = asObject(parseStrictJson(bytes, 'The image description'), 'The image description')
  const list = asArray(valueAt(document, 'provenance_summary', 'provenance'), 'The list of provenance').map((entry) => {
    return asObject(entry, 'A provenance')
  })
  if (list.length > MAX_PROVENANCE) throw new Refused('limit-exceeded', 'The image has too many provenance documents')
  trace.step(...PLAN[0], () => checkImage(document, list, `sha256:${options.imageSha256}`))
  return trace.step(...PLAN[1], (step) => verifyGcbProvenance(list, options.keys, step))
}

/** Verifies the first provenance with a good signature; those whose signature does not hold are passed over. */
export function verifyGcbProvenance(list: readonly JsonObject[], keys: GcbKeys, trace: Trace): ProvenanceEvidence {
  let refusal = new Refused('evidence-missing', 'The image has no provenance')
  for (const [index, entry] of list.entries()) {
    const outcome = trace.attempt(`provenance-${index + 1}`, `Provenance ${index + 1}`, (inner) => verifyOne(entry, keys, inner))
    if ('value' in outcome) return outcome.value
    refusal = outcome.refused
  }
  throw refusal
}

function checkImage(document: JsonObject, list: readonly JsonObject[], digest: string): void {
  const summary = valueAt(document, 'image_summary')
  const stated = [textAt(summary, 'digest'), textAt(summary, 'fully_qualified_digest')?.split('@')[1]]
  for (const entry of list) {
    if (textAt(entry, 'kind') !== 'BUILD') {
      throw new Refused('malformed', 'The provenance is of another kind', { expected: 'BUILD', found: textAt(entry, 'kind') ?? 'none' })
    }
    stated.push(textAt(entry, 'resourceUri')?.split('@')[1])
  }
  const other = stated.find((text) => text !== digest)
  if (stated.every((text) => text === digest)) return
  throw new Refused('digest-mismatch', 'The description is of another image', { expected: digest, found: other ?? 'no digest' })
}

function verifyOne(entry: JsonObject, keys: GcbKeys, trace: Trace): ProvenanceEvidence {
  const { payload, key } = trace.step('signature', 'The build service signed the provenance', () => {
    const envelope = readEnvelope(entry['envelope'] ?? null)
    let refusal: Refused | undefined
    for (const signature of envelope.signatures) {
      try {
        verifyGcbSignature(envelope, signature, keys)
        return { payload: markVerified(envelope.payloadType, envelope.payload), key: signature.keyid }
      } catch (error) {
        if (!(error instanceof Refused)) throw error
        refusal = error
      }
    }
    throw refusal ?? new Refused('evidence-missing', 'The provenance is not signed')
  })
  const statement = trace.step('text', 'The readable text says the same as what is signed', () => {
    checkText(entry, parseStrictJson(payload.payload, 'The statement'))
    return verifiedStatement(payload)
  })
  return { statement, signer: { kind: 'key', key } }
}

/** Version 0.1 lays the predicate out twice, under a name of its own in the text. */
function checkText(entry: JsonObject, signed: JsonValue): void {
  const text = valueAt(entry, 'build', 'inTotoSlsaProvenanceV1') ?? valueAt(entry, 'build', 'intotoStatement')
  if (text === undefined) throw new Refused('evidence-missing', 'The provenance has no readable text to compare')
  const members = ['_type', 'predicateType', 'subject'].map((name) => [valueAt(text, name), valueAt(signed, name)] as const)
  const predicate = valueAt(text, 'predicate') ?? valueAt(text, 'slsaProvenance')
  const other = [...members, [predicate, valueAt(signed, 'predicate')] as const].find(([shown, meant]) => {
    return shown === undefined || meant === undefined || jcs(shown) !== jcs(meant)
  })
  if (other === undefined) return
  throw new Refused('content-mismatch', 'The readable text of the provenance is not what was signed')
}
