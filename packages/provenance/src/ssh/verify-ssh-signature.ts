import { Refused } from '../verdict/refused.ts'
import type { Trace } from '../verdict/trace.ts'
import type { SshIdentity } from './ssh-certificate.ts'
import { readSshIdentity } from './ssh-certificate.ts'
import type { SshSignature } from './ssh-signature.ts'
import { readSshSignature, signedData } from './ssh-signature.ts'
import type { SshSignatureFacts, SshVerifyContext } from './verify-blob.ts'
import { verifyBlob } from './verify-blob.ts'

/** A signature that holds over its message, and the key that made it. Who holds the key is for `findSigner` to say. */
export interface VerifiedSshSignature {
  readonly identity: SshIdentity
  readonly namespace: string
  readonly hash: 'sha256' | 'sha512'
  readonly facts: SshSignatureFacts
}

export interface SshSignatureOptions extends SshVerifyContext {
  /** What the signature must be for: `git`, `file`, …; PROTOCOL.sshsig §2. */
  readonly namespace: string
  /** Refuse token signatures made without a touch. OpenSSH takes them, and real projects use such keys. */
  readonly requireTouch?: boolean
  /** Keys already read, by wire form; filled as it goes. Saves most of the time where many signatures are by few keys. */
  readonly identities?: Map<string, SshIdentity>
}

const STEPS = [
  ['format', 'the signature is an SSH signature'],
  ['namespace', 'it was made for this purpose'],
  ['key', 'it names a usable key'],
  ['signature', 'the signature holds over the message'],
] as const

/** Verifies an armoured SSH signature (PROTOCOL.sshsig) over a message. */
export function verifySshSignature(
  armour: string | SshSignature,
  message: Uint8Array,
  { options, trace }: { readonly options: SshSignatureOptions; readonly trace: Trace },
): VerifiedSshSignature {
  trace.plan(STEPS)
  const signature = trace.step('format', STEPS[0][1], () => (typeof armour === 'string' ? readSshSignature(armour) : armour))
  trace.step('namespace', STEPS[1][1], () => checkNamespace(signature.namespace, options.namespace))
  const identity = trace.step('key', STEPS[2][1], (step) => {
    const found = knownIdentity(signature.publicKey, options)
    step.found(`${found.key.type} ${found.key.fingerprint}`)
    return found
  })
  const facts = trace.step('signature', STEPS[3][1], () => {
    const made = verifyBlob(identity.key, signature.blob, signedData(signature, message), options)
    if (made.userPresent === false && options.requireTouch === true)
      throw new Refused('policy-not-met', 'the token made the signature without being touched', {
        remedy: 'sign with a key that demands a touch',
      })
    return made
  })
  return { identity, namespace: signature.namespace, hash: signature.hash, facts }
}

function checkNamespace(found: string, expected: string): void {
  if (found === expected) return
  throw new Refused('policy-not-met', 'the SSH signature was made for another purpose', { expected, found })
}

function knownIdentity(blob: Buffer, { identities, ...context }: SshSignatureOptions): SshIdentity {
  const id = blob.toString('latin1')
  const known = identities?.get(id)
  if (known !== undefined) return known
  const identity = readSshIdentity(blob, context)
  identities?.set(id, identity)
  return identity
}
