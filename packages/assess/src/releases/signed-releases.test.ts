import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto'
import { memoryTree } from '@cupel/source'
import { describe, expect, test } from 'vitest'
import { gatherFacts } from '../facts/gather-facts.ts'
import type { GivenAsset, VerifySignature } from '../facts/gather-releases.ts'
import type { SignatureVerdict } from '../facts/release-facts.ts'
import { assess } from '../scorecard/assess.ts'

/** A stand-in for the provenance room: Ed25519 over the whole file, by a key of this test. */
function key(seed: number) {
  const bytes = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), Buffer.alloc(32, seed)])
  const secret = createPrivateKey({ key: bytes, format: 'der', type: 'pkcs8' })
  return { secret, open: createPublicKey(secret) }
}
const maintainer = key(1)
const stranger = key(2)

const verifier: VerifySignature = async (asset, signature) => {
  const bytes = Buffer.from(await signature.read())
  const text = bytes.toString('latin1')
  if (text.startsWith('X:')) return { state: 'unknown', reason: 'a form that is not known' } satisfies SignatureVerdict
  if (bytes.length !== 64) return { state: 'refused', reason: 'not a signature' }
  return verify(null, await asset.read(), maintainer.open, bytes)
    ? { state: 'verified', signer: 'maintainer' }
    : { state: 'refused', reason: 'the signature is not of this file' }
}

const file = Buffer.from('the release, all of it')
const good = sign(null, file, maintainer.secret)

function asset(name: string, content: Uint8Array): GivenAsset {
  return { name, url: `https://forge.example/${name}`, read: () => content }
}

async function judged(
  assets: readonly GivenAsset[],
  reading: 'cupel' | 'scorecard-5' = 'cupel',
  verifySignature: VerifySignature | null = verifier,
) {
  const facts = await gatherFacts(
    memoryTree({}),
    null,
    {
      asOf: '2026-02-01T00:00:00Z',
      project: { name: 'x', url: '', forge: 'none', commit: '' },
      releases: [{ tag: 'v1.0.0', url: 'https://forge.example/v1', assets }],
    },
    verifySignature === null ? {} : { verifySignature },
  )
  const { checks, probes } = assess(facts, { reading, checks: ['Signed-Releases'] })
  return { score: checks[0]?.score ?? -2, outcomes: probes.flatMap(({ findings }) => findings.map(({ outcome }) => outcome)) }
}

const flipped = Buffer.from(good)
flipped[10] = (flipped[10] ?? 0) ^ 1
/** Contents that are no signature of the file. */
const FAKES: readonly (readonly [name: string, content: Buffer])[] = [
  ['nothing', Buffer.alloc(0)],
  ['one byte', Buffer.from('x')],
  ['a text', Buffer.from('-----BEGIN PGP SIGNATURE-----\n\nnonsense\n-----END PGP SIGNATURE-----\n')],
  ['the file itself', file],
  ['a JSON object', Buffer.from('{}')],
  ['a signature with a bit turned', flipped],
  ['a signature cut short', good.subarray(0, 63)],
  ['a signature with more behind', Buffer.concat([good, Buffer.from('\n')])],
  ['a stranger’s signature', sign(null, file, stranger.secret)],
  ['the maintainer’s signature of another file', sign(null, Buffer.from('another file'), maintainer.secret)],
]
const ENDINGS = ['.sig', '.asc', '.minisig', '.sigstore.json', '.intoto.jsonl']

describe('tampered and fake signatures', () => {
  const cases = ENDINGS.flatMap((ending) =>
    FAKES.map(([name, content]) => [`${name} as ${ending}`, `app.tar.gz${ending}`, content] as const),
  )

  test('there are at least 40', () => expect(cases.length).toBeGreaterThanOrEqual(40))

  test.each(cases)('%s earns nothing', async (_name, signature, content) => {
    const assets = [asset('app.tar.gz', file), asset(signature, content)]
    const { score, outcomes } = await judged(assets)
    expect(outcomes).not.toContain('true')
    expect(score).toBe(0)
    // The peer's reading takes the name for the thing.
    expect((await judged(assets, 'scorecard-5')).score).toBeGreaterThanOrEqual(8)
  })

  test.each([
    ['a signature of a file that is not there', [asset('app.tar.gz', file), asset('other.zip.sig', good)]],
    ['a good signature over a changed file', [asset('app.tar.gz', Buffer.from('the release, changed')), asset('app.tar.gz.sig', good)]],
    ['signatures alone', [asset('app.tar.gz.sig', good)]],
    ['a signature whose name only ends like the file', [asset('app.tar.gz', file), asset('evil-app.tar.gz.sig', good)]],
  ] as const)('%s earns nothing', async (_name, assets) => {
    const { score, outcomes } = await judged(assets)
    expect(outcomes).not.toContain('true')
    expect(score).toBe(0)
  })
})

describe('signatures that hold', () => {
  test('a signature is 8, provenance 10', async () => {
    expect((await judged([asset('app.tar.gz', file), asset('app.tar.gz.sig', good)])).score).toBe(8)
    expect((await judged([asset('app.tar.gz', file), asset('multiple.intoto.jsonl', good)])).score).toBe(10)
  })

  test('what nobody could judge is unknown, not a pass and not a fail', async () => {
    const assets = [asset('app.tar.gz', file), asset('app.tar.gz.sig', Buffer.from('X: some other form'))]
    expect(await judged(assets)).toMatchObject({ score: -1 })
    expect((await judged([asset('app.tar.gz', file), asset('app.tar.gz.sig', good)], 'cupel', null)).score).toBe(-1)
  })

  test('a release without any is 0', async () => {
    expect((await judged([asset('app.tar.gz', file)])).score).toBe(0)
  })
})
