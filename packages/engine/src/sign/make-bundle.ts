import { createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { CupelError, signFailed, usageWrongValue } from '@cupel/model'
import type { Signer, Step } from '@cupel/model'
import { PublicKey, Refused, signKeyless, signWithKey, Trace, verifyBundle, writeBundle } from '@cupel/provenance'
import type { BundlePolicy, Send, ToSign } from '@cupel/provenance'
import { signerOfBundle } from '../verify/signer-of-bundle.ts'
import { loadRoot } from '../verify/trust-input.ts'
import { identityToken } from './identity-token.ts'
import type { KeyFile } from './private-key.ts'
import { readPrivateKey } from './private-key.ts'
import { chooseServices, NO_SERVICES } from './signing-services.ts'

/** By whom and with which services something is signed. */
export interface SignerRequest {
  /** Sign with this key; else by an identity. */
  readonly key?: KeyFile
  readonly identityToken?: string
  /** Services to sign with. With a key and without this nobody else is asked: the signature has no log entry. */
  readonly signingConfig?: string
  /** Trusted root to hold the result against; default: the one shipped. */
  readonly trustedRoot?: string
  /** Hand the bundle out without verifying it: for tests of verifiers. */
  readonly unchecked?: boolean
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  readonly now: Date
  readonly send: Send
}

/** A bundle that verifies, not written anywhere yet. */
export interface MadeBundle {
  readonly text: string
  readonly signer: Signer
  readonly logEntries: number
  readonly timestamps: number
}

/** Signs, then verifies the result as anybody would: what does not verify is never handed out. Throws CupelError. */
export async function makeBundle(toSign: ToSign, request: SignerRequest): Promise<MadeBundle> {
  if (request.key !== undefined && request.identityToken !== undefined)
    throw usageWrongValue('--key and --identity-token', 'both', 'give one of them')
  try {
    return request.key === undefined ? await byIdentity(toSign, request) : await byKey(toSign, request, request.key)
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    const { expected, found } = error
    const shown = [expected === undefined ? '' : `expected ${expected}`, found === undefined ? '' : `found ${found}`]
    throw signFailed(error.message, { hint: error.remedy ?? shown.filter((part) => part !== '').join(', '), cause: error })
  }
}

async function byKey(toSign: ToSign, request: SignerRequest, file: KeyFile): Promise<MadeBundle> {
  const privateKey = readPrivateKey(file, request.cwd)
  const services = request.signingConfig === undefined ? NO_SERVICES : chooseServices(request.signingConfig, request)
  const bundle = await signWithKey(toSign, { privateKey, services, send: request.send, random: randomBytes })
  return checked(writeBundle(bundle), toSign, request, { kind: 'key', key: publicHalf(privateKey) })
}

async function byIdentity(toSign: ToSign, request: SignerRequest): Promise<MadeBundle> {
  const token = await identityToken(request.identityToken, request)
  const { certificateAuthority, ...services } = chooseServices(request.signingConfig, request)
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const options = { privateKey, identityToken: token, certificateAuthority, services, send: request.send, random: randomBytes }
  return checked(writeBundle(await signKeyless(toSign, options)), toSign, request, { kind: 'any-identity' })
}

/** The public half of a key to sign with. Refuses key types that nothing here verifies. */
export function publicHalf(privateKey: KeyObject): PublicKey {
  return PublicKey.fromKeyObject(createPublicKey(privateKey), 'the signing key')
}

function checked(text: string, toSign: ToSign, { trustedRoot, unchecked, cwd, now }: SignerRequest, policy: BundlePolicy): MadeBundle {
  if (unchecked === true) return { text, signer: NOBODY, logEntries: 0, timestamps: 0 }
  const { trusted, name } = loadRoot(trustedRoot, { cwd, now })
  const artifact = toSign.kind === 'artifact' ? { artifact: { bytes: toSign.bytes } } : {}
  const thresholds = policy.kind === 'key' ? { thresholds: { logs: 0 } } : {}
  const { value, root } = Trace.run('bundle', 'the new bundle verifies', (trace) =>
    verifyBundle(text, { trust: trusted, policy, ...artifact, ...thresholds }, trace),
  )
  if (value === undefined) throw selfCheckFailed(root, name)
  return {
    text,
    signer: signerOfBundle(value),
    logEntries: value.logEntries.length,
    timestamps: value.times.filter(({ source }) => source === 'timestamp-authority').length,
  }
}

const NOBODY: Signer = { kind: 'key', issuer: '', subject: 'nobody has checked who', key: '', claims: {} }

function selfCheckFailed(step: Step, root: string): CupelError {
  const failed = step.steps.find(({ outcome }) => outcome === 'failed')
  if (failed !== undefined) return selfCheckFailed(failed, root)
  return signFailed(`the services answered, but by the trusted root ${root} the bundle fails at step ${step.id}: ${step.reason ?? ''}`, {
    hint: 'services and trusted root must be of one instance: give --signing-config and --trusted-root of it',
  })
}
