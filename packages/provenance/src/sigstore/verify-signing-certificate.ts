import type { CertificateAuthority } from '../trusted-root/certificate-authority.ts'
import type { TrustedRoot } from '../trusted-root/trusted-root.ts'
import { describeValidity, isWithin } from '../trusted-root/validity.ts'
import { Refused } from '../verdict/refused.ts'
import type { Trace } from '../verdict/trace.ts'
import type { Certificate } from '../x509/certificate.ts'
import { requireSigner } from '../x509/certificate-role.ts'
import type { VerifiedChain } from '../x509/verify-chain.ts'
import { noIssuer, PURPOSE, verifyChain, verifyChainAt } from '../x509/verify-chain.ts'
import { verifyCertificateTimestamps } from './verify-certificate-timestamps.ts'

export interface VerifySigningCertificateOptions {
  readonly trust: TrustedRoot
  readonly intermediates: readonly Certificate[]
  /** Trusted times of signing: the chain must hold at each of them. */
  readonly times: readonly Date[]
  /** How many certificate logs must have recorded it. */
  readonly certificateTimestamps: number
}

/**
 * Verifies a code signing certificate of a Fulcio-like authority at each time of signing, then that it was recorded in public. Two
 * steps of the trace: `certificate-chain`, `certificate-log`. Refuses when no time is given: without one nothing was valid.
 */
export function verifySigningCertificate(leaf: Certificate, options: VerifySigningCertificateOptions, trace: Trace): VerifiedChain {
  const chain = trace.step('certificate-chain', 'A trusted authority issued the certificate, and it was valid then', () => {
    requireSigner(leaf, PURPOSE.codeSigning)
    const [first, ...others] = options.times
    if (first === undefined) throw new Refused('time-invalid', 'no trusted time of signing is known')
    const found = chainAt(leaf, first, options)
    for (const time of others) if (!holdsAt(found, time)) chainAt(leaf, time, options)
    return found.chain
  })
  trace.step('certificate-log', 'The certificate was recorded in public', (step) => {
    if (options.certificateTimestamps === 0) {
      step.warn('policy-not-met', 'the policy does not ask for a record of the certificate')
      return
    }
    verifyCertificateTimestamps(leaf, chain.path[1] ?? leaf, {
      logs: options.trust.certificateLogs,
      threshold: options.certificateTimestamps,
    })
  })
  return chain
}

interface FoundChain {
  readonly chain: VerifiedChain
  readonly authority: CertificateAuthority
}

/** Whether the chain found for one time holds at another. Where it does not, another authority's may. */
function holdsAt({ chain, authority }: FoundChain, at: Date): boolean {
  if (!isWithin(authority.validFor, at)) return false
  try {
    verifyChainAt(chain, { at, purpose: PURPOSE.codeSigning })
    return true
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    return false
  }
}

/** The chain at one time, by the first authority it holds for; else the refusal that says most. */
function chainAt(leaf: Certificate, at: Date, { trust, intermediates }: VerifySigningCertificateOptions): FoundChain {
  let refusal: Refused | undefined
  const possible = trust.certificateAuthorities.filter(({ store }) => store.candidates(leaf, intermediates).length > 0)
  // A link that came with the bundle may lead to any authority; the one that has a link of its own to the leaf most likely is it.
  const likely = possible.length < 2 ? possible : possible.filter(({ store }) => store.candidates(leaf, []).length > 0)
  for (const authority of new Set([...likely, ...possible])) {
    const { store, validFor } = authority
    try {
      const chain = verifyChain(leaf, { store, intermediates, at, purpose: PURPOSE.codeSigning })
      if (isWithin(validFor, at)) return { chain, authority }
      throw new Refused('time-invalid', 'the certificate is from a time at which its authority is not trusted', {
        expected: describeValidity(validFor),
        found: at.toISOString(),
      })
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      // An authority that is simply another one says least about what is wrong.
      if (refusal === undefined || refusal.code === 'signer-unknown') refusal = error
    }
  }
  throw refusal ?? noIssuer(leaf)
}
