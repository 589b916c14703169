import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { Sandbox } from '../sandbox/sandbox.ts'
import { parseTrustedRoot } from '../trusted-root/trusted-root.ts'
import { Refused } from '../verdict/refused.ts'
import { checkTimestampResponse, writeTimestampRequest } from './timestamp-request.ts'
import { verifyTimestamp } from './verify-timestamp.ts'

const NOW = new Date('2026-03-01T12:00:00Z')
const MESSAGE = Buffer.from('a signature')
const made = new Sandbox({ baseUrl: 'http://127.0.0.1:4000', now: () => NOW, random: randomBytes })
const authorities = parseTrustedRoot(made.trustedRoot()).timestampAuthorities
const nonce = Buffer.from('8001020304050607', 'hex')
const response = made.timestamps.answer(writeTimestampRequest(MESSAGE, nonce))

describe('verifyTimestamp', () => {
  it('gives the time of a genuine response, and of its bare token', () => {
    expect(verifyTimestamp(response, MESSAGE, { authorities }).time).toEqual(NOW)
    // A response is a status of five bytes and the token.
    const token = response.subarray(response.indexOf(Buffer.from('06092a864886f70d010702', 'hex')) - 4)
    expect(verifyTimestamp(token, MESSAGE, { authorities }).time).toEqual(NOW)
  })

  it('tells a response to another request by its nonce', () => {
    checkTimestampResponse(response, nonce)
    expect(() => checkTimestampResponse(response, Buffer.from('01'))).toThrow('nonce')
  })

  it.each<[string, () => unknown]>([
    ['another message', () => verifyTimestamp(response, Buffer.from('else'), { authorities })],
    ['no authority', () => verifyTimestamp(response, MESSAGE, { authorities: [] })],
    ['a refusal of the authority', () => verifyTimestamp(Buffer.from('30053003020102', 'hex'), MESSAGE, { authorities })],
    ['nothing', () => verifyTimestamp(Buffer.alloc(0), MESSAGE, { authorities })],
  ])('refuses %s', (_, run) => {
    expect(run).toThrow(Refused)
  })

  it('gives the same time or refuses, whatever byte is flipped', () => {
    let accepted = 0
    for (let at = 0; at < response.length; at++) {
      const der = Buffer.from(response)
      der[at]! ^= 1 << (at % 8)
      try {
        expect(verifyTimestamp(der, MESSAGE, { authorities }).time).toEqual(NOW)
        accepted++
      } catch (error) {
        if (!(error instanceof Refused)) throw error
      }
    }
    // Inside the certificate that the trust root has itself, and in the list of digests.
    expect(accepted).toBeLessThan(response.length / 2)
  })
})
