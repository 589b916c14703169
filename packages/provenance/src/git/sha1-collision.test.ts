import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { Trace } from '../verdict/trace.ts'
import { checkObjectId, gitObjectId } from './git-object-id.ts'
import { refuseSha1Collision } from './sha1-collision.ts'

/** The first 320 bytes of the two PDF files with one SHA-1 (Stevens et al., "The first collision for full SHA-1", 2017). */
const FIRST = Buffer.from(
  'JVBERi0xLjMKJeLjz9MKCgoxIDAgb2JqCjw8L1dpZHRoIDIgMCBSL0hlaWdodCAzIDAgUi9UeXBlIDQgMCBSL1N1YnR5cGUgNSAwIFIvRmlsdGVyIDYgMCBS' +
    'L0NvbG9yU3BhY2UgNyAwIFIvTGVuZ3RoIDggMCBSL0JpdHNQZXJDb21wb25lbnQgOD4+CnN0cmVhbQr/2P/+ACRTSEEtMSBpcyBkZWFkISEhISGFL+wJIzl1' +
    'nDmxocY8TJfh//4Bc0bckWa2fhGPApq2IbJWD/nKZ8yox/hbqEx5AwwrPeIY+G2zqQkB1d9FwU8m/t+z3DjpasIv571yjw5FvOBG0jxXD+sUE5i7VS71oKgr' +
    '4zH+pIA3uLXXHw4zLt+TrDUA603cDezBqGR5DHgsdiFWYN0wl5HQa9CvP5jNpLxGKbE=',
  'base64',
)
const SECOND = Buffer.from(
  'JVBERi0xLjMKJeLjz9MKCgoxIDAgb2JqCjw8L1dpZHRoIDIgMCBSL0hlaWdodCAzIDAgUi9UeXBlIDQgMCBSL1N1YnR5cGUgNSAwIFIvRmlsdGVyIDYgMCBS' +
    'L0NvbG9yU3BhY2UgNyAwIFIvTGVuZ3RoIDggMCBSL0JpdHNQZXJDb21wb25lbnQgOD4+CnN0cmVhbQr/2P/+ACRTSEEtMSBpcyBkZWFkISEhISGFL+wJIzl1' +
    'nDmxocY8TJfh//4Bf0bck6a2fgE7ApqqHbJWC0XKZ9aIx/hLjEx5H+ArPfYU+G2xaQkBxWtFwVMK/t+3YDjpcnIv561yjw5JBOBGwjBXD+nUE5ir4S71vJQr' +
    '4zVCpIAtmLXXDyozLsN/rDUU503cDyzBqHTNDHgwWiFWZGEwl4lga9C/P5jNqARGKaE=',
  'base64',
)

function outcome(check: () => void): string {
  const { root } = Trace.run('sha1', 'SHA-1', (trace) => trace.step('check', 'check', check))
  return root.steps[0]?.code ?? 'ok'
}

describe('messages with one SHA-1', () => {
  it('are two', () => {
    const [one, other] = [FIRST, SECOND].map((bytes) => createHash('sha1').update(bytes).digest('hex'))
    expect(one).toBe(other)
    expect(FIRST.equals(SECOND)).toBe(false)
  })

  it.each<[string, Buffer, string]>([
    ['the first', FIRST, 'weak-algorithm'],
    ['the second', SECOND, 'weak-algorithm'],
    ['with more behind', Buffer.concat([FIRST, Buffer.from('and so on'.repeat(50))]), 'weak-algorithm'],
    ['one bit changed in the last block', flipped(FIRST, 300), 'ok'],
    ['one bit changed before, so that the blocks start elsewhere', flipped(FIRST, 10), 'ok'],
    ['cut before the second pair of blocks', FIRST.subarray(0, 256), 'ok'],
    ['moved by one byte', Buffer.concat([Buffer.from('%'), FIRST]), 'ok'],
    ['text', Buffer.from('a text of some length\n'.repeat(100)), 'ok'],
    ['nothing', Buffer.alloc(0), 'ok'],
  ])('%s', (_, message, expected) => {
    expect(outcome(() => refuseSha1Collision(message, 'it'))).toBe(expected)
  })

  it('are not found in what is random', () => {
    for (let count = 0; count < 20; count++) {
      const noise = Buffer.concat(Array.from({ length: 16 }, (_, at) => createHash('sha512').update(`${count} ${at}`).digest()))
      expect(outcome(() => refuseSha1Collision(noise, 'it'))).toBe('ok')
    }
  })

  it('are given up on when there is too much to look through', () => {
    expect(outcome(() => refuseSha1Collision(Buffer.alloc(2_000_000), 'it'))).toBe('limit-exceeded')
  })

  it('are no matter of ids by SHA-256, and ordinary commits have none', () => {
    const raw = Buffer.from(`tree ${'a'.repeat(40)}\nauthor Ü <u@example.org> 1 +0000\n\n${'täxt '.repeat(100)}\n`)
    for (const length of [40, 64]) expect(outcome(() => checkObjectId(gitObjectId('commit', raw, length), 'commit', raw))).toBe('ok')
  })
})

function flipped(bytes: Buffer, at: number): Buffer {
  const changed = Buffer.from(bytes)
  changed[at] = (changed[at] as number) ^ 1
  return changed
}
