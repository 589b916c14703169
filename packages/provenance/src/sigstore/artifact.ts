import { digestOf } from '../encoding/digest.ts'
import type { EcdsaDigestVerify } from '../keys/verify-digest.ts'
import { verifyDigestSignature } from '../keys/verify-digest.ts'
import type { PublicKey } from '../keys/public-key.ts'
import type { HashName, SignatureScheme } from '../keys/signature-scheme.ts'
import { hashOfScheme } from '../keys/signature-scheme.ts'
import type { MlDsaVerify } from '../keys/verify-signature.ts'
import { verifySignature } from '../keys/verify-signature.ts'
import { Refused } from '../verdict/refused.ts'

/** What a bundle is checked against: the whole artifact, or only its digest. */
export type ArtifactInput =
  | { readonly bytes: Uint8Array }
  | {
      readonly digests: Partial<Readonly<Record<HashName, Uint8Array>>>
      /** From `loadEcdsaDigestVerify`; without it only envelopes can be verified by digest. */
      readonly ecdsa?: EcdsaDigestVerify
    }

/** An artifact whose digests are computed when asked for, once. */
export class Artifact {
  readonly #input: ArtifactInput
  readonly #computed = new Map<HashName, Buffer>()

  constructor(input: ArtifactInput) {
    this.#input = input
  }

  /** Refuses a digest that was neither given nor can be computed. */
  digest(algorithm: HashName): Buffer {
    const known = this.#computed.get(algorithm)
    if (known !== undefined) return known
    const digest = this.#compute(algorithm)
    this.#computed.set(algorithm, digest)
    return digest
  }

  /** The digests at hand, for comparison with the subjects of a statement. */
  digestSet(): Readonly<Record<string, string>> {
    const algorithms: readonly HashName[] = ['sha256', 'sha384', 'sha512']
    const given = this.#input
    const known = 'bytes' in given ? algorithms : algorithms.filter((algorithm) => given.digests[algorithm] !== undefined)
    return Object.fromEntries(known.map((algorithm) => [algorithm, this.digest(algorithm).toString('hex')]))
  }

  /** Throws unless `signature` by `key` covers the artifact. */
  verify(key: PublicKey, signature: Uint8Array, options: { readonly scheme: SignatureScheme; readonly mlDsa?: MlDsaVerify }): void {
    const what = 'the signature of the artifact'
    if ('bytes' in this.#input) {
      verifySignature(key, this.#input.bytes, signature, { what, ...options })
      return
    }
    const algorithm = hashOfScheme(options.scheme)
    if (algorithm === undefined || this.#input.ecdsa === undefined) {
      throw new Refused('unsupported-algorithm', `${what} is ${options.scheme} and needs the artifact itself, not its digest`, {
        remedy: 'give the file in place of its digest',
      })
    }
    verifyDigestSignature(key, { algorithm, digest: this.digest(algorithm) }, signature, { ecdsa: this.#input.ecdsa, what })
  }

  #compute(algorithm: HashName): Buffer {
    if ('bytes' in this.#input) return digestOf(algorithm, this.#input.bytes)
    const given = this.#input.digests[algorithm]
    if (given === undefined) {
      throw new Refused('unsupported-algorithm', `the bundle speaks of the artifact's ${algorithm} digest, which was not given`, {
        found: Object.keys(this.#input.digests).join(', '),
        remedy: 'give the file in place of its digest',
      })
    }
    if (given.length !== Number(algorithm.slice(3)) / 8) throw new Refused('malformed', `the ${algorithm} digest given has a wrong length`)
    return Buffer.from(given)
  }
}
