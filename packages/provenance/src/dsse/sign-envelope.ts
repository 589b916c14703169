import { preAuthEncoding } from './pre-auth-encoding.ts'

/** A key that signs; where it lives (file, agent, token) is the caller's business. */
export interface EnvelopeSigner {
  readonly keyid: string
  sign(message: Buffer): Buffer
}

/** One DSSE envelope as JSON text without line break, so that several make JSON lines. Signed by every given signer in turn. */
export function signEnvelope(payloadType: string, payload: Buffer, signers: readonly EnvelopeSigner[]): string {
  const message = preAuthEncoding(payloadType, payload)
  return JSON.stringify({
    payload: payload.toString('base64'),
    payloadType,
    signatures: signers.map(({ keyid, sign }) => ({ keyid, sig: sign(message).toString('base64') })),
  })
}
