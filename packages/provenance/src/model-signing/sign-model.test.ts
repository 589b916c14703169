import { generateKeyPairSync, sign } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { PublicKey } from '../keys/public-key.ts'
import { Trace } from '../verdict/trace.ts'
import { compareModel } from './compare-model.ts'
import { legacyEncoding } from './legacy-encoding.ts'
import type { ModelManifest, ModelResource } from './manifest.ts'
import { signModel } from './sign-model.ts'
import { verifyModel } from './verify-model.ts'

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const key = { publicKey: PublicKey.fromKeyObject(publicKey, 'key'), sign: (message: Buffer) => sign('sha256', message, privateKey) }
const A = 'aa'.repeat(32)
const B = 'bb'.repeat(32)

function manifest(resources: readonly ModelResource[], change: Partial<ModelManifest['serialization']> = {}): ModelManifest {
  return { name: 'model', resources, serialization: { method: 'files', hash: 'sha256', allowSymlinks: false, ignorePaths: [], ...change } }
}

const FILES = [
  { name: 'b/c', digest: B },
  { name: 'a', digest: A },
]

function verdict(text: string, actual: readonly ModelResource[], unsigned: 'refuse' | 'warn' = 'refuse'): string {
  const { outcome, root } = Trace.run('model', 'Model', (trace) => {
    return compareModel(verifyModel(Buffer.from(text), { method: 'key', key: key.publicKey }, trace), actual, { unsigned }, trace)
  })
  const failed = root.steps.find((step) => step.outcome === 'failed')
  return failed === undefined ? outcome : `${failed.id} ${failed.code}`
}

describe('signModel and verifyModel', () => {
  const signed = signModel(manifest(FILES), key)
  it.each<[string, string, readonly ModelResource[], string]>([
    ['whole', signed, FILES, 'verified'],
    ['git files beside it', signed, [...FILES, { name: '.git/config', digest: A }, { name: '.gitignore', digest: A }], 'verified'],
    ['git files deeper', signed, [...FILES, { name: 'b/.git', digest: A }], 'unsigned digest-mismatch'],
    ['a file that is named like a piece of them', signed, [...FILES, { name: '.git:0:9', digest: A }], 'unsigned digest-mismatch'],
    ['a file more', signed, [...FILES, { name: 'evil', digest: A }], 'unsigned digest-mismatch'],
    ['a file less', signed, FILES.slice(1), 'missing digest-mismatch'],
    ['a file changed', signed, [{ name: 'b/c', digest: A }, FILES[1]!], 'changed digest-mismatch'],
    [
      'pieces',
      signModel(
        manifest(
          [
            { name: 'a:8:16', digest: B },
            { name: 'a:0:8', digest: A },
          ],
          { method: 'shards', shardSize: 8 },
        ),
        key,
      ),
      [
        { name: 'a:0:8', digest: A },
        { name: 'a:8:16', digest: B },
      ],
      'verified',
    ],
    [
      'pieces of files that are left out, and of one named like a piece',
      signModel(manifest([{ name: 'a:0:8', digest: A }], { method: 'shards', shardSize: 8 }), key),
      ['a:0:8', '.gitignore:0:8', '.git/x:0:8', '.git:x:0:8'].map((name) => ({ name, digest: A })),
      'unsigned digest-mismatch',
    ],
    [
      'pieces of files that are left out',
      signModel(manifest([{ name: 'a:0:8', digest: A }], { method: 'shards', shardSize: 8 }), key),
      ['a:0:8', '.gitignore:0:8', '.git/x:0:8'].map((name) => ({ name, digest: A })),
      'verified',
    ],
    ['nothing signed', signModel(manifest([]), key), [], 'manifest evidence-missing'],
    [
      'recorded list of ignored files',
      signModel(manifest(FILES, { ignorePaths: ['skip'] }), key),
      [...FILES, { name: 'skip/x', digest: A }],
      'verified',
    ],
    ['that list does not carry over', signed, [...FILES, { name: 'skip/x', digest: A }], 'unsigned digest-mismatch'],
    ['another key', signed.replace(/"hint":"../, '"hint":"zz'), FILES, 'key signer-mismatch'],
  ])('%s', (_, text, actual, expected) => {
    expect(verdict(text, actual)).toBe(expected)
  })

  it('takes further files when told to', () => {
    expect(verdict(signed, [...FILES, { name: 'more', digest: A }], 'warn')).toBe('verified')
  })

  it.each([['../a'], ['/a'], ['a//b'], ['a/./b'], ['a\\b']])('does not sign %s', (name) => {
    expect(() => signModel(manifest([{ name, digest: A }]), key)).toThrow()
  })

  it('writes bytes as Python does', () => {
    expect(legacyEncoding('t', Buffer.from('a\'"\n\\\u0001é')).toString()).toBe(String.raw`DSSEV1 1 t 8 b'a\'"\n\\\x01\xc3\xa9'`)
    expect(legacyEncoding('t', Buffer.from("it's")).toString()).toBe(`DSSEV1 1 t 4 b"it's"`)
  })
})
