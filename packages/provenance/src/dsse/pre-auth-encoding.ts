/**
 * The bytes a DSSE signature covers (DSSE v1.0, "Signature Definition"): type and payload, each with its length in bytes, so that
 * neither can be moved into the other.
 */
export function preAuthEncoding(payloadType: string, payload: Uint8Array): Buffer {
  const head = `DSSEv1 ${Buffer.byteLength(payloadType)} ${payloadType} ${payload.length} `
  return Buffer.concat([Buffer.from(head), payload])
}
