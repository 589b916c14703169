import { createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { PublicKey } from '../keys/public-key.ts'
import { Sandbox } from '../sandbox/sandbox.ts'
import type { TrustedRoot } from '../trusted-root/trusted-root.ts'
import { parseTrustedRoot } from '../trusted-root/trusted-root.ts'
import { Trace } from '../verdict/trace.ts'
import type { ToSign } from './sign-bundle.ts'
import { signKeyless, signWithKey } from './sign-bundle.ts'
import type { BundlePolicy, VerifiedBundle } from './verify-bundle.ts'
import { verifyBundle } from './verify-bundle.ts'
import { writeBundle } from './write-bundle.ts'

/** Places whose change is accepted, because they say nothing that anybody relies on. The verified value must stay the same. */
const MEANINGLESS: readonly (readonly [path: RegExp, reason: string])[] = [
  [/\.publicKey(?:\.hint(?::bytes)?)?$/, 'the key comes from the policy; the hint only helps to find it'],
  [/\.signatures\[0\]\.keyid$/, 'a hint, too'],
  [
    /\.signedTimestamp:bytes$/,
    'what of a timestamp is not signed and not used: status text, list of digests, certificates that the root has itself',
  ],
  [/\.messageDigest$/, 'a hint that may be left out; it must only not lie'],
  [/\.timestampVerificationData$/, 'a promise of the log gives the time as well'],
  [/\.rfc3161Timestamps(?:\[0\])?$/, 'a promise of the log gives the time as well'],
  [/\.inclusionPromise$/, 'proof and timestamp stand for themselves'],
  [/\.integratedTime$/, 'not used where no promise covers it'],
]

const NOW = new Date('2026-03-01T12:00:00Z')
const ARTIFACT = Buffer.from('what is signed')
const PAYLOAD = { kind: 'payload', payload: Buffer.from('{"a":1}'), payloadType: 'application/x' } as const
const made = new Sandbox({ baseUrl: 'http://127.0.0.1:4000', now: () => NOW, random: randomBytes })

interface Base {
  readonly text: string
  readonly policy: BundlePolicy
  readonly artifact: Buffer | undefined
}

describe('a changed bundle', () => {
  const bases: Record<string, Base> = {}
  let trust: TrustedRoot

  beforeAll(async () => {
    trust = parseTrustedRoot(made.trustedRoot())
    bases['artifact, log 1'] = await keyless({ kind: 'artifact', bytes: ARTIFACT }, 1)
    bases['envelope, log 2'] = await keyless(PAYLOAD, 2)
    bases['envelope, key, log 1'] = await keyed(PAYLOAD)
  })

  it.each(['artifact, log 1', 'envelope, log 2', 'envelope, key, log 1'])('is refused: %s', (name) => {
    const base = bases[name]!
    const original = verify(base, base.text)
    expect(original).not.toBe('refused')
    let count = 0
    const accepted: string[] = []
    for (const [path, text] of mutants(JSON.parse(base.text))) {
      count++
      const found = verify(base, text)
      if (found === 'refused') continue
      if (found !== original || !MEANINGLESS.some(([known]) => known.test(path))) accepted.push(path)
    }
    console.log(`provenance: ${count} mutants of ${name}, ${accepted.length} wrongly accepted`)
    expect(accepted).toEqual([])
    expect(count).toBeGreaterThan(1000)
  })

  /** What was verified, as text; `refused` otherwise. Anything thrown that is no refusal fails the test. */
  function verify({ policy, artifact }: Base, text: string): string {
    const options = { trust, policy, ...(artifact && { artifact: { bytes: artifact } }) }
    const verdict = Trace.run('verify', 'verify', (trace) => verifyBundle(text, options, trace))
    return verdict.outcome === 'refused' ? 'refused' : summary(verdict.value!)
  }
})

function summary({ signer, content }: VerifiedBundle): string {
  const who = signer.kind === 'key' ? signer.key.spki.toString('hex') : JSON.stringify(signer.identity)
  const what = content.kind === 'message' ? content.digest.value : content.payload.payload
  return `${who} ${content.kind === 'dsse' ? content.payload.payloadType : ''} ${what.toString('hex')}`
}

async function keyless(toSign: ToSign, log: 1 | 2): Promise<Base> {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const identityToken = made.token({ sub: 'somebody', email: 'somebody@example.com' })
  const certificateAuthority = `${made.baseUrl}/fulcio`
  const bundle = await signKeyless(toSign, { ...deps(log), privateKey, identityToken, certificateAuthority })
  const policy: BundlePolicy = { kind: 'identities', anyOf: [{ san: 'somebody@example.com', issuer: made.issuer.url }] }
  return { text: writeBundle(bundle), policy, artifact: toSign.kind === 'artifact' ? ARTIFACT : undefined }
}

async function keyed(toSign: ToSign): Promise<Base> {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const bundle = await signWithKey(toSign, { ...deps(1), privateKey })
  const key = PublicKey.fromKeyObject(createPublicKey(privateKey), 'key')
  return { text: writeBundle(bundle), policy: { kind: 'key', key }, artifact: undefined }
}

function deps(log: 1 | 2): Omit<Parameters<typeof signWithKey>[1], 'privateKey'> {
  const url = `${made.baseUrl}/rekor${log === 1 ? '' : '2'}`
  return {
    send: (request) => Promise.resolve(made.handle(request)),
    random: randomBytes,
    services: { logs: [{ url, apiVersion: log }], timestampAuthorities: [`${made.baseUrl}/tsa/api/v1/timestamp`] },
  }
}

type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

/** Every place dropped, doubled and changed in kind; every text with a character changed; every byte of base64 flipped, by strides. */
function* mutants(root: Json, value: Json = root, path = '$'): Generator<readonly [path: string, text: string]> {
  if (typeof value === 'string') {
    yield* changed(root, path, value)
    return
  }
  if (value === null || typeof value !== 'object') return
  for (const [key, child] of Object.entries(value)) {
    const at = Array.isArray(value) ? `${path}[${key}]` : `${path}.${key}`
    const owner = value as { [key: string]: Json }
    for (const other of [null, '', 'x', 7, -1, true, [], {}, [child], { x: child }] as Json[]) {
      if (JSON.stringify(other) === JSON.stringify(child)) continue
      owner[key] = other
      yield [at, JSON.stringify(root)]
    }
    if (Array.isArray(value)) {
      owner[key] = child
      value.push(child)
      yield [at, JSON.stringify(root)]
      value.pop()
      value.splice(Number(key), 1)
      yield [at, JSON.stringify(root)]
      value.splice(Number(key), 0, child)
    } else {
      delete owner[key]
      yield [at, JSON.stringify(root)]
      owner[key] = { '\u0001': 0 }
      const twice = `${JSON.stringify(child)},${JSON.stringify(key)}:${JSON.stringify(child)}`
      yield [`${at}:twice`, JSON.stringify(root).replace(JSON.stringify(owner[key]), () => twice)]
      owner[key] = child
      owner['further'] = 1
      yield [`${at}:further`, JSON.stringify(root)]
      delete owner['further']
    }
    yield* mutants(root, child, at)
  }
}

function* changed(root: Json, path: string, value: string): Generator<readonly [path: string, text: string]> {
  const text = JSON.stringify(root)
  const quoted = JSON.stringify(value)
  const replace = (by: string): string => text.replace(quoted, () => JSON.stringify(by))
  const stride = Math.max(1, Math.floor(value.length / 40))
  for (let at = 0; at < value.length; at += stride) {
    const code = value[at] === 'A' ? 'B' : 'A'
    yield [path.endsWith('signedTimestamp') ? `${path}:bytes` : path, replace(value.slice(0, at) + code + value.slice(at + 1))]
  }
  yield [path, replace(value.slice(0, -1))]
  yield [path, replace(`${value}A`)]
  const bytes = Buffer.from(value, 'base64')
  if (bytes.length < 16 || bytes.toString('base64') !== value) return
  for (let at = 0; at < bytes.length; at += Math.max(1, Math.floor(bytes.length / 150))) {
    const flipped = Buffer.from(bytes)
    flipped[at]! ^= 1 << (at % 8)
    yield [`${path}:bytes`, replace(flipped.toString('base64'))]
  }
}
