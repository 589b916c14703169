import type { MlDsaVerify } from './verify-signature.ts'

/** Loads the ML-DSA verifier: apart, because it costs more start-up time than everything else a verification needs. */
export async function loadMlDsa(): Promise<MlDsaVerify> {
  const { ml_dsa44, ml_dsa65, ml_dsa87 } = await import('@noble/post-quantum/ml-dsa.js')
  const schemes = { 'ml-dsa-44': ml_dsa44, 'ml-dsa-65': ml_dsa65, 'ml-dsa-87': ml_dsa87 }
  return (type, publicKey, data, signature) => {
    const scheme = Object.hasOwn(schemes, type) ? schemes[type as keyof typeof schemes] : undefined
    try {
      return scheme?.verify(signature, data, publicKey) ?? false
    } catch {
      // Wrong lengths throw; they are a signature that does not hold.
      return false
    }
  }
}
