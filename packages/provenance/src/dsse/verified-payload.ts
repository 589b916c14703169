declare const verified: unique symbol

/** A payload whose signature has been checked. What reads it takes this type, so that unverified bytes cannot get there. */
export interface VerifiedPayload {
  readonly payloadType: string
  readonly payload: Buffer
  readonly [verified]: true
}

/** For verifiers only, as their very last act: states that a signature over exactly this type and these bytes has been checked. */
export function markVerified(payloadType: string, payload: Buffer): VerifiedPayload {
  return { payloadType, payload } as VerifiedPayload
}
