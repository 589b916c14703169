import { createPublicKey, generateKeyPairSync, sign } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { PublicKey } from '../keys/public-key.ts'
import { readCheckpoint, verifyCheckpoint } from './checkpoint.ts'
import { verifyCosignatures } from './cosignature.ts'
import { noteKeyIds, witnessKeyId } from './note-key.ts'
import { writeSignatureLine } from './signed-note.ts'

const { privateKey } = generateKeyPairSync('ed25519')
const key = PublicKey.fromKeyObject(createPublicKey(privateKey), 'log')
const log = { name: 'log.example', key, scheme: 'ed25519', keyId: undefined } as const
const ROOT = Buffer.alloc(32, 1).toString('base64')
const TEXT = `log.example\n7\n${ROOT}\n`
const hint = noteKeyIds(log.name, key)[0]!.subarray(0, 4)
const line = writeSignatureLine(log.name, hint, sign(null, Buffer.from(TEXT), privateKey))
const stranger = writeSignatureLine('witness.example', Buffer.from('abcd'), Buffer.alloc(72))

describe('checkpoints', () => {
  it.each([
    ['alone', `${TEXT}\n${line}`],
    ['after a stranger', `${TEXT}\n${stranger}${line}`],
    ['before many', `${TEXT}\n${line}${stranger.repeat(20)}`],
  ])('a signature of the log %s is enough', (_, text) => {
    expect(verifyCheckpoint(readCheckpoint(text), log).treeSize).toBe(7)
  })

  it.each([
    ['no signature', `${TEXT}\n`, 'no signature'],
    ['another signer only', `${TEXT}\n${stranger}`, 'no signature of the log'],
    ['a changed size', `${TEXT.replace('7', '8')}\n${line}`, 'does not verify'],
    ['a bad signature beside a good one', `${TEXT}\n${line}${writeSignatureLine(log.name, hint, Buffer.alloc(64))}`, 'does not verify'],
    ['a missing root', `log.example\n7\n\n${line}`, 'root hash'],
    ['a missing size', `log.example\n${ROOT}\n\n${line}`, 'tree size'],
    ['a padded size', `${TEXT.replace('7', '07')}\n${line}`, 'tree size'],
    ['a short root', `log.example\n7\nAAAA\n\n${line}`, '32 bytes'],
    ['a line that is no signature', `${TEXT}\nx\n`, 'none'],
    ['no end of line', `${TEXT}\n${line.slice(0, -1)}`, 'not a signed note'],
    ['a control character', `${TEXT}\0\n${line}`, 'not a signed note'],
  ])('refuses %s', (_, text, reason) => {
    expect(() => verifyCheckpoint(readCheckpoint(text), log)).toThrow(reason)
  })

  it('counts cosignatures of known witnesses, each once', () => {
    const witnesses = ['a.example', 'b.example', 'c.example'].map((name) => {
      const pair = generateKeyPairSync('ed25519')
      return { name, key: PublicKey.fromKeyObject(pair.publicKey, name), privateKey: pair.privateKey }
    })
    const time = Buffer.alloc(8)
    time.writeBigUInt64BE(1_700_000_000n)
    const lines = witnesses.slice(0, 2).map(({ name, key: own, privateKey: secret }) => {
      const signature = sign(null, Buffer.from(`cosignature/v1\ntime 1700000000\n${TEXT}`), secret)
      return writeSignatureLine(name, witnessKeyId(name, own).subarray(0, 4), Buffer.concat([time, signature]))
    })
    const checkpoint = readCheckpoint(`${TEXT}\n${line}${lines.join('')}`)
    expect(verifyCosignatures(checkpoint, witnesses, 2).map((one) => one.time.getTime())).toEqual([1_700_000_000_000, 1_700_000_000_000])
    expect(() => verifyCosignatures(checkpoint, witnesses, 3)).toThrow('too few')
    expect(() => verifyCosignatures(checkpoint, [witnesses[0]!, witnesses[0]!], 2)).toThrow('too few')
    const changed = readCheckpoint(`${TEXT.replace('7', '8')}\n${line}${lines.join('')}`)
    expect(() => verifyCosignatures(changed, witnesses, 1)).toThrow('does not verify')
  })
})
