import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { bundleFromJSON } from '@sigstore/bundle'
import { TrustedRoot as TheirRoot } from '@sigstore/protobuf-specs'
import { toSignedEntity, toTrustMaterial, Verifier } from '@sigstore/verify'
import { describe, expect, it } from 'vitest'
import { PublicKey } from '../keys/public-key.ts'
import type { BundlePolicy } from '../sigstore/verify-bundle.ts'
import { verifyBundle } from '../sigstore/verify-bundle.ts'
import type { ToSign } from '../sigstore/sign-bundle.ts'
import { signKeyless, signWithKey } from '../sigstore/sign-bundle.ts'
import { writeBundle } from '../sigstore/write-bundle.ts'
import { readCheckpoint, verifyCheckpoint } from '../tlog/checkpoint.ts'
import { verifyEntryInTiles, verifyGrowth } from '../tlog/tile.ts'
import { trustedRootFrom } from '../trusted-root/trust-from-targets.ts'
import { parseTrustedRoot } from '../trusted-root/trusted-root.ts'
import { TufClient } from '../tuf/tuf-client.ts'
import type { Step, Verdict } from '../verdict/step.ts'
import { Trace } from '../verdict/trace.ts'
import type { SandboxFaultName } from './fault.ts'
import { SANDBOX_FAULTS } from './fault.ts'
import { Sandbox } from './sandbox.ts'

const NOW = new Date('2026-03-01T12:00:00Z')
const EMAIL = 'somebody@example.com'
const ARTIFACT = Buffer.from('what is signed')
const STATEMENT = Buffer.from(
  JSON.stringify({
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ name: 'a', digest: { sha256: '00' } }],
    predicateType: 'https://example.com/p',
    predicate: {},
  }),
)

function sandbox(...faults: readonly SandboxFaultName[]): Sandbox {
  return new Sandbox({ baseUrl: 'http://127.0.0.1:4000', now: () => NOW, random: randomBytes, faults })
}

async function sign(made: Sandbox, log: 1 | 2, toSign: ToSign = { kind: 'artifact', bytes: ARTIFACT }): Promise<string> {
  const bundle = await signKeyless(toSign, {
    send: (request) => Promise.resolve(made.handle(request)),
    random: randomBytes,
    privateKey: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey,
    identityToken: made.token({ sub: 'somebody', email: EMAIL }),
    certificateAuthority: `${made.baseUrl}/fulcio`,
    services: services(made, log),
  })
  return writeBundle(bundle)
}

function services(made: Sandbox, log: 1 | 2): Parameters<typeof signKeyless>[1]['services'] {
  const url = `${made.baseUrl}/rekor${log === 1 ? '' : '2'}`
  return { logs: [{ url, apiVersion: log }], timestampAuthorities: [`${made.baseUrl}/tsa/api/v1/timestamp`] }
}

function verify(made: Sandbox, bundle: string, artifact: Buffer | null = ARTIFACT, policy?: BundlePolicy): Verdict<unknown> {
  const identities: BundlePolicy = { kind: 'identities', anyOf: [{ san: EMAIL, issuer: made.issuer.url }] }
  const options = {
    trust: parseTrustedRoot(made.trustedRoot()),
    policy: policy ?? identities,
    ...(artifact && { artifact: { bytes: artifact } }),
  }
  return Trace.run('verify', 'verify', (trace) => verifyBundle(bundle, options, trace))
}

function failure(step: Step, path: readonly string[] = []): string {
  const inner = step.steps.find(({ outcome }) => outcome === 'failed')
  return inner === undefined ? `${path.join('/')}: ${step.code}` : failure(inner, [...path, inner.id])
}

describe('a sandbox', () => {
  it.each([1, 2] as const)('signs bundles that verify, with log version %i', async (log) => {
    const made = sandbox()
    for (const toSign of [{ kind: 'artifact', bytes: ARTIFACT } as const, payload()]) {
      const verdict = verify(made, await sign(made, log, toSign), toSign.kind === 'artifact' ? ARTIFACT : null)
      expect(verdict.outcome === 'verified' ? 'verified' : failure(verdict.root)).toBe('verified')
    }
  })

  it.each([1, 2] as const)('signs bundles that @sigstore/verify accepts, with log version %i', async (log) => {
    const made = sandbox()
    const material = toTrustMaterial(TheirRoot.fromJSON(JSON.parse(made.trustedRoot())))
    // Of envelopes in tile logs its version 3 expects the payload's digest; the shared suite has that of the signed bytes.
    for (const toSign of [{ kind: 'artifact', bytes: ARTIFACT } as const, ...(log === 1 ? [payload()] : [])]) {
      const bundle = bundleFromJSON(JSON.parse(await sign(made, log, toSign)))
      const signed = toSignedEntity(bundle, toSign.kind === 'artifact' ? ARTIFACT : undefined)
      const signer = new Verifier(material).verify(signed, { subjectAlternativeName: EMAIL, extensions: { issuer: made.issuer.url } })
      expect(signer.identity?.subjectAlternativeName).toBe(EMAIL)
    }
  })

  it('signs with keys of every type', async () => {
    const made = sandbox()
    const keys = [
      ...(['P-256', 'P-384', 'P-521'] as const).map((namedCurve) => generateKeyPairSync('ec', { namedCurve })),
      generateKeyPairSync('ed25519'),
      generateKeyPairSync('rsa', { modulusLength: 2048 }),
    ]
    for (const { privateKey, publicKey } of keys) {
      const send = (request: Parameters<Sandbox['handle']>[0]) => Promise.resolve(made.handle(request))
      const bundle = writeBundle(await signWithKey(payload(), { send, random: randomBytes, privateKey, services: services(made, 2) }))
      const policy: BundlePolicy = { kind: 'key', key: PublicKey.fromKeyObject(publicKey, 'key') }
      const verdict = verify(made, bundle, null, policy)
      expect(verdict.outcome === 'verified' ? 'verified' : failure(verdict.root)).toBe('verified')
      const other: BundlePolicy = { kind: 'key', key: PublicKey.fromKeyObject(generateKeyPairSync('ed25519').publicKey, 'key') }
      expect(verify(made, bundle, null, other).outcome).toBe('refused')
    }
  })

  const cases = Object.entries(SANDBOX_FAULTS).flatMap(([name, fault]) =>
    ([1, 2] as const).filter((log) => !('log' in fault) || fault.log === log).map((log) => ({ name: name as SandboxFaultName, log })),
  )

  it.each(cases)('fault $name makes exactly its step fail, log version $log', async ({ name, log }) => {
    const made = sandbox(name)
    const { step, code } = SANDBOX_FAULTS[name]
    expect(failure(verify(made, await sign(made, log)).root)).toBe(`${step}: ${code}`)
  })

  it('hands out its trust root by TUF', async () => {
    const made = sandbox()
    const client = new TufClient(new Map([['root', made.tuf.files.get('metadata/1.root.json')!]]), { ...made.tuf, now: NOW })
    const verdict = await Trace.runAsync('tuf', 'tuf', (trace) => trustedRootFrom(client, trace))
    expect(verdict.value?.root.logs.map(({ baseUrl }) => baseUrl)).toEqual(made.logs.map(({ url }) => url))
  })

  it('proves entries and growth by its tiles', async () => {
    const [, log] = sandbox().logs
    const key = { name: log.name, key: log.key, scheme: 'ed25519', keyId: undefined } as const
    const read = (path: string) => {
      const file = log.file(path)
      return file === undefined ? Promise.reject(new Error(`no ${path}`)) : Promise.resolve(file)
    }
    for (let size = 1; size < 600; size++) {
      log.tree.append(Buffer.from(`entry ${size}`))
      log.entries.push(Buffer.from(`entry ${size}`))
    }
    const checkpoint = verifyCheckpoint(readCheckpoint(log.checkpoint()), key)
    for (const index of [0, 1, 255, 256, 511, 512, 599]) {
      const entry = log.entries[index]!
      await expect(verifyEntryInTiles(entry, index, { checkpoint, read })).resolves.toBeUndefined()
      await expect(verifyEntryInTiles(entry, (index + 1) % 600, { checkpoint, read })).rejects.toThrow('do not lead')
    }
    for (const size of [0, 1, 2, 255, 256, 300, 511, 512, 599, 600]) {
      const old = verifyCheckpoint(readCheckpoint(log.checkpoint(size)), key)
      await expect(verifyGrowth(old, checkpoint, read)).resolves.toBeUndefined()
      const forked = { ...old, rootHash: Buffer.alloc(32, 7) }
      if (size > 0) await expect(verifyGrowth(forked, checkpoint, read)).rejects.toThrow()
    }
  })
})

function payload(): ToSign {
  return { kind: 'payload', payload: STATEMENT, payloadType: 'application/vnd.in-toto+json' }
}
