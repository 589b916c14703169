/** Whether an ML-DSA-44 signature with a context holds (FIPS 204 §5.3). */
export type MlDsa44Verify = (signed: {
  readonly publicKey: Uint8Array
  readonly message: Uint8Array
  readonly signature: Uint8Array
  readonly context: Uint8Array
}) => boolean

/** Loads the verifier for composite keys: apart, because few signatures need it and it is slow to start. */
export async function loadMlDsa44(): Promise<MlDsa44Verify> {
  const { ml_dsa44 } = await import('@noble/post-quantum/ml-dsa.js')
  return ({ publicKey, message, signature, context }) => {
    try {
      return ml_dsa44.verify(signature, message, publicKey, { context })
    } catch {
      // Wrong lengths throw; they are a signature that does not hold.
      return false
    }
  }
}
