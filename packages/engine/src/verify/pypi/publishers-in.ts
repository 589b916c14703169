import { asArray, asObject, parseStrictJson, readPublisher } from '@cupel/provenance'
import type { PypiPublisher } from '@cupel/provenance'

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
