import { asArray, asObject, parseStrictJson, readEnvelope, readPublisher, textAt } from '@cupel/provenance'
import type { JsonValue, PypiPublisher } from '@cupel/provenance'

/** The publishers that a provenance object names, one a bundle. */
export function publishersIn(bytes: Buffer): readonly PypiPublisher[] {
  const provenance = asObject(parseStrictJson(bytes, 'the provenance object'), 'the provenance object')
  return asArray(provenance['attestation_bundles'], 'the attestation bundles').map((bundle) =>
    readPublisher(asObject(bundle, 'an attestation bundle')['publisher']),
  )
}

/** A publisher as people know it. */
export function publisherText(publisher: PypiPublisher): string {
  if (publisher.kind === 'Google') return publisher.email
  const workflow = publisher.kind === 'GitHub' ? publisher.workflow : publisher.workflowFilepath
  return `${publisher.kind} ${publisher.repository}, ${workflow}`
}

/** Predicate types of the attestations in a provenance object, sorted; nothing of them is verified. */
export function attestationTypesIn(bytes: Buffer): readonly string[] {
  const provenance = asObject(parseStrictJson(bytes, 'the provenance object'), 'the provenance object')
  const bundles = asArray(provenance['attestation_bundles'], 'the attestation bundles')
  const types = bundles.flatMap((bundle) =>
    asArray(asObject(bundle, 'an attestation bundle')['attestations'], 'the attestations').map(typeOf),
  )
  return [...new Set(types)].sort()
}

function typeOf(attestation: JsonValue): string {
  const text = textAt(attestation, 'envelope', 'statement') ?? ''
  const { payload } = readEnvelope({ payload: text, payloadType: '', signatures: [{ sig: 'AA==' }] })
  return textAt(parseStrictJson(payload, 'the statement'), 'predicateType') ?? ''
}
