import { generateKeyPairSync, sign } from 'node:crypto'
import { deflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { PublicKey } from '../keys/public-key.ts'
import { Refused } from '../verdict/refused.ts'
import { Trace } from '../verdict/trace.ts'
import { writeEd25519Multikey } from './multibase.ts'
import { checkTokenStatus, tokenStatusReference, verifyTokenStatusList } from './token-status-list.ts'
import { verifyVcJwt } from './vc-jwt.ts'

const NOW = new Date('2026-01-01T00:00:00Z')
const LIST = 'https://status.example/1'
const SECONDS = NOW.getTime() / 1000

function person() {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const multikey = writeEd25519Multikey(PublicKey.fromKeyObject(publicKey, 'key').raw)
  return { did: `did:key:${multikey}`, kid: `did:key:${multikey}#${multikey}`, privateKey }
}

const [issuer, stranger] = [person(), person()]
const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

function token(typ: string, payload: object, by = issuer): string {
  const signed = `${encode({ alg: 'EdDSA', typ, kid: by.kid })}.${encode(payload)}`
  return `${signed}.${sign(null, Buffer.from(signed), by.privateKey).toString('base64url')}`
}

const packed = (bytes: Buffer): string => deflateSync(bytes).toString('base64url')

interface Made {
  readonly index?: number
  readonly bits?: number
  readonly lst?: string
  readonly list?: object
  readonly by?: typeof issuer
  readonly typ?: string
  readonly uri?: string
}

function judged({ index = 1, bits = 1, lst = 'eNrbuRgAAhcBXQ', list = {}, by = issuer, typ = 'statuslist+jwt', uri = LIST }: Made): string {
  const credential = token('vc+jwt', { issuer: issuer.did, credentialSubject: {}, status: { status_list: { idx: index, uri } } })
  const made = token(typ, { sub: LIST, iat: SECONDS - 1, exp: SECONDS + 60, status_list: { bits, lst }, ...list }, by)
  const { outcome, root } = Trace.run('all', 'All', (trace) => {
    const verified = verifyVcJwt(credential, { now: NOW }, trace)
    const statuses = trace.step('list', 'List', (step) => verifyTokenStatusList(made, { now: NOW }, step))
    trace.step('status', 'Status', () => checkTokenStatus(verified, statuses, { now: NOW }))
  })
  const failed = root.steps.find((step) => step.outcome === 'failed')
  const inner = failed?.steps.find((step) => step.outcome === 'failed') ?? failed
  return outcome === 'verified' ? 'valid' : `${failed?.id} ${inner?.code}`
}

describe('token status list', () => {
  // The lists of section 4 of the specification, and the statuses it says they hold.
  it.each<[number, string, readonly number[]]>([
    [1, 'eNrbuRgAAhcBXQ', [1, 0, 0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 0, 1, 0, 1]],
    [2, 'eNo76fITAAPfAgc', [1, 2, 0, 3, 0, 1, 0, 1, 1, 2, 3, 3]],
  ])('of %i bits as in the specification', (bits, lst, statuses) => {
    expect(statuses.map((_, index) => judged({ index, bits, lst }) === 'valid')).toEqual(statuses.map((status) => status === 0))
  })

  it.each<[string, Made, string]>([
    ['valid', {}, 'valid'],
    ['invalid', { index: 0 }, 'status revoked'],
    ['of eight bits', { index: 2, bits: 8, lst: packed(Buffer.from([1, 1, 0, 1])) }, 'valid'],
    ['of four bits', { index: 3, bits: 4, lst: packed(Buffer.from([0, 0x20])) }, 'status revoked'],
    ['beyond the list', { index: 16 }, 'status malformed'],
    ['in another list', { uri: 'https://status.example/2' }, 'status content-mismatch'],
    ['in a list by somebody else', { by: stranger }, 'status signer-mismatch'],
    ['in a list that has expired', { list: { exp: SECONDS - 1 } }, 'list expired'],
    ['in a list of the future', { list: { iat: SECONDS + 9 } }, 'list time-invalid'],
    ['in a list without time', { list: { iat: undefined } }, 'list evidence-missing'],
    ['in a list of three bits', { bits: 3 }, 'list malformed'],
    ['in a list that does not unpack', { lst: 'AAAA' }, 'list malformed'],
    ['in a bomb', { lst: packed(Buffer.alloc(70_000_000)) }, 'list malformed'],
    ['in a list without statuses', { list: { status_list: {} } }, 'list malformed'],
    ['in a token of another type', { typ: 'vc+jwt' }, 'list unsupported-version'],
  ])('%s', (_, made, expected) => {
    expect(judged(made)).toBe(expected)
  })

  it('with any character changed does not hold', () => {
    const whole = token('statuslist+jwt', { sub: LIST, iat: SECONDS - 1, status_list: { bits: 1, lst: 'eNrbuRgAAhcBXQ' } })
    const holds = (text: string) =>
      Trace.run('list', 'List', (trace) => verifyTokenStatusList(text, { now: NOW }, trace)).outcome === 'verified'
    expect(holds(whole)).toBe(true)
    const accepted = [...whole].filter((character, at) => holds(whole.slice(0, at) + (character === 'A' ? 'B' : 'A') + whole.slice(at + 1)))
    expect(accepted).toEqual([])
  })

  it.each<[object]>([
    [{ status: 1 }],
    [{ status: {} }],
    [{ status: { status_list: { idx: -1, uri: LIST } } }],
    [{ status: { status_list: { idx: 1 } } }],
  ])('a reference such as %j is refused', (credential) => {
    expect(() => tokenStatusReference(credential as never)).toThrow(Refused)
  })
})
