import { memoryTree } from '@cupel/source'
import type { GitSignature } from '@cupel/source'
import { describe, expect, test } from 'vitest'
import { armoured, makeOpenPgp } from '../../../../test/make-openpgp.ts'
import { objectSignatureVerifier } from './object-signatures.ts'
import { treeKeys } from './tree-keys.ts'

const NOW = new Date('2026-01-01T00:00:00Z')
const TAG = Buffer.from(`object ${'a'.repeat(40)}\ntype commit\ntag v1.0.0\ntagger Ada <ada@example.org> 1700000000 +0000\n\nv1.0.0\n`)
const COMMIT = Buffer.from(`tree ${'a'.repeat(40)}\ncommitter Ada <ada@example.org> 1700000000 +0000\n\nChange\n`)
const key = makeOpenPgp()
const other = makeOpenPgp({ fill: 9 })
const published = armoured('PUBLIC KEY BLOCK', key.certificate)

function signed(payload: Buffer, by = key, count = 1): GitSignature {
  return { kind: 'openpgp', armour: armoured('SIGNATURE', by.sign(payload)), payload, count }
}

async function stateOf(signature: GitSignature, files: Record<string, string>): Promise<string> {
  return (await objectSignatureVerifier({ tree: memoryTree(files), now: NOW })(signature)).state
}

describe('signatures of tags', () => {
  const files = { '.github/release-keys/ada.asc': published }

  test('are verified by keys of the tree', async () => {
    expect(await stateOf(signed(TAG), files)).toBe('verified')
  })

  test('are unknown without the key, refused when they do not hold', async () => {
    expect(await stateOf(signed(TAG), {})).toBe('unknown')
    expect(await stateOf(signed(TAG, other), files)).toBe('unknown')
    expect(await stateOf({ ...signed(TAG), payload: Buffer.from(`${TAG.toString()}more`) }, files)).toBe('refused')
    expect(await stateOf({ ...signed(TAG), count: 2 }, files)).toBe('refused')
    expect(await stateOf({ ...signed(TAG), armour: '-----BEGIN PGP SIGNATURE-----\njunk\n-----END PGP SIGNATURE-----\n' }, files)).not.toBe(
      'verified',
    )
    expect(await stateOf({ kind: 'ssh', armour: 'junk', payload: TAG, count: 1 }, { allowed_signers: 'ada ssh-ed25519 AAAA' })).toBe(
      'refused',
    )
    expect(await stateOf({ kind: 'x509', armour: 'junk', payload: TAG, count: 1 }, files)).toBe('unknown')
  })

  test('a commit by a key of the tree is no proof of a second person', async () => {
    expect(await stateOf(signed(COMMIT), files)).toBe('unknown')
  })
})

test('one file that is no key hides no other', () => {
  const keys = treeKeys(
    memoryTree({ 'KEYS.asc': '-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nAAAA\n-----END PGP PUBLIC KEY BLOCK-----\n', KEYS: published }),
  )
  expect(keys.openpgp?.certificates).toHaveLength(1)
  expect(keys.signify).toEqual([])
  expect(treeKeys(memoryTree({ allowed_signers: '\0'.repeat(100) })).openpgp).toBeNull()
})
