import { generateKeyPairSync, sign } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { PublicKey } from '../keys/public-key.ts'
import { leafHash, nodeHash } from '../tlog/merkle.ts'
import { Trace } from '../verdict/trace.ts'
import type { CborMap, CborValue } from './cbor.ts'
import { decodeCbor, encodeCbor } from './cbor.ts'
import { registeredBytes, verifyReceipt, verifyTransparentStatement } from './receipt.ts'
import { readCoseMessage } from './cose-message.ts'

function signer() {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  return { key: PublicKey.fromKeyObject(publicKey, 'key'), sign: (bytes: Buffer) => sign(null, bytes, privateKey) }
}

const issuer = signer()
const log = signer()

function coseSign1(by: ReturnType<typeof signer>, headers: CborMap, unprotected: CborMap, payload: Buffer, detached = false): Buffer {
  const protectedBytes = encodeCbor(headers)
  const signature = by.sign(encodeCbor(['Signature1', protectedBytes, Buffer.alloc(0), payload]))
  return Buffer.concat([Buffer.from([0xd2]), encodeCbor([protectedBytes, unprotected, detached ? null : payload, signature])])
}

const STATEMENT = coseSign1(
  issuer,
  new Map<CborValue, CborValue>([
    [1, -8],
    [3, 'text/plain'],
  ]),
  new Map(),
  Buffer.from('hello'),
)
const SIBLING = leafHash(Buffer.from('other'))

function receipt(
  entry: Buffer,
  change: { readonly vds?: number; readonly index?: number; readonly path?: readonly Buffer[]; readonly by?: typeof log } = {},
): Buffer {
  const { vds = 1, index = 0, path = [SIBLING], by = log } = change
  const root = nodeHash(leafHash(entry), SIBLING)
  const proof = encodeCbor([2, index, path])
  return coseSign1(
    by,
    new Map<CborValue, CborValue>([
      [1, -8],
      [395, vds],
    ]),
    new Map([[396, new Map([[-1, [proof]]])]]),
    root,
    true,
  )
}

const ENTRY = registeredBytes(readCoseMessage(STATEMENT))

function verdict(bytes: Buffer, entry = ENTRY): string {
  const { outcome, root } = Trace.run('receipt', 'Receipt', (trace) => verifyReceipt(bytes, { entry, keys: [log.key] }, trace))
  return outcome === 'verified'
    ? outcome
    : `${root.steps.find((step) => step.outcome === 'failed' && step.id !== 'root')?.code ?? root.code}`
}

describe('verifyReceipt', () => {
  it.each<[string, Buffer, Buffer, string]>([
    ['valid', receipt(ENTRY), ENTRY, 'verified'],
    ['another entry', receipt(ENTRY), Buffer.from('x'), 'log-proof-invalid'],
    ['another place', receipt(ENTRY, { index: 1 }), ENTRY, 'log-proof-invalid'],
    ['place outside', receipt(ENTRY, { index: 2 }), ENTRY, 'log-proof-invalid'],
    ['path too short', receipt(ENTRY, { path: [] }), ENTRY, 'log-proof-invalid'],
    ['another log', receipt(ENTRY, { by: issuer }), ENTRY, 'log-proof-invalid'],
    ['another kind of log', receipt(ENTRY, { vds: 2 }), ENTRY, 'unsupported-algorithm'],
    ['a hash that is none', receipt(ENTRY, { path: [Buffer.alloc(3)] }), ENTRY, 'malformed'],
    ['not a receipt', STATEMENT, ENTRY, 'malformed'],
  ])('%s', (_, bytes, entry, expected) => {
    expect(verdict(bytes, entry)).toBe(expected)
  })

  it('verifies statements that carry their receipts', () => {
    const parts = decodeCbor(STATEMENT.subarray(1), 'x') as readonly CborValue[]
    const carry = (list: readonly Buffer[]) =>
      Buffer.concat([Buffer.from([0xd2]), encodeCbor([parts[0]!, new Map([[394, list]]), parts[2]!, parts[3]!])])
    const run = (bytes: Buffer) => {
      return Trace.run('t', 'T', (trace) => verifyTransparentStatement(bytes, { issuers: [issuer.key], logs: [log.key] }, trace)).outcome
    }
    expect(run(carry([receipt(ENTRY)]))).toBe('verified')
    expect(run(carry([receipt(Buffer.from('x')), receipt(ENTRY)]))).toBe('verified')
    expect(run(carry([receipt(Buffer.from('x'))]))).toBe('refused')
    expect(run(carry([]))).toBe('refused')
  })

  it('refuses another payload than the one given, and several signatures', () => {
    const parts = decodeCbor(STATEMENT.subarray(1), 'x') as readonly CborValue[]
    const unprotected = new Map([[394, [receipt(ENTRY)]]])
    const run = (bytes: Buffer, payload: string) => {
      const options = { issuers: [issuer.key], logs: [log.key], detachedPayload: Buffer.from(payload) }
      return Trace.run('t', 'T', (trace) => verifyTransparentStatement(bytes, options, trace)).outcome
    }
    const one = Buffer.concat([Buffer.from([0xd2]), encodeCbor([parts[0]!, unprotected, parts[2]!, parts[3]!])])
    expect([run(one, 'hello'), run(one, 'other')]).toEqual(['verified', 'refused'])
    const body = Buffer.from('a0', 'hex')
    const head = encodeCbor(new Map([[1, -8]]))
    const own = issuer.sign(encodeCbor(['Signature', Buffer.alloc(0), head, Buffer.alloc(0), parts[2]!]))
    const signatures = [
      [parts[0]!, new Map(), parts[3]!],
      [head, new Map(), own],
    ] as unknown as CborValue
    const several = Buffer.concat([Buffer.from([0xd8, 98]), encodeCbor([body, unprotected, parts[2]!, signatures])])
    expect(run(several, 'hello')).toBe('refused')
  })
})

describe('decodeCbor', () => {
  it.each([
    ['key twice', 'a201010102'],
    ['indefinite length', '9f01ff'],
    ['length not shortest', '1801'],
    ['a tag inside', '81c100'],
    ['something after', '0101'],
    ['undefined', 'f7'],
    ['not a number', 'f97e00'],
    ['truncated', '8201'],
    ['too deep', '81'.repeat(10_000) + '01'],
    ['length beyond the end', '5affffffff'],
  ])('refuses: %s', (_, hex) => {
    expect(() => decodeCbor(Buffer.from(hex, 'hex'), 'x')).toThrow(expect.objectContaining({ name: 'Refused' }))
  })
})
