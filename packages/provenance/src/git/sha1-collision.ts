import { isUtf8 } from 'node:buffer'
import { Refused } from '../verdict/refused.ts'

/** Where a disturbance vector has its only bits: type, first of the steps without difference, rotation (Manuel 2011). */
type Disturbance = readonly [type: 1 | 2, k: number, b: number]

/**
 * The 32 disturbance vectors that a practical attack on SHA-1 can use (Stevens, "Counter-cryptanalysis", 2013; Stevens and Shumow,
 * "Speeding up detection of SHA-1 collision attacks using unavoidable attack conditions", 2017).
 */
const DISTURBANCES: readonly Disturbance[] = [
  ...[43, 44, 45, 46, 47, 48, 49, 50, 51, 52].map((k): Disturbance => [1, k, 0]),
  ...[46, 47, 48, 49, 50, 51].map((k): Disturbance => [1, k, 2]),
  ...[45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56].map((k): Disturbance => [2, k, 0]),
  ...[46, 49, 50, 51].map((k): Disturbance => [2, k, 2]),
]

const STEPS = 80
const BLOCK = 64
/** A step at which the states of both messages are the same, and the difference of their expanded words. */
interface Difference {
  readonly step: number
  readonly words: Int32Array
}

let differences: readonly Difference[] | undefined

/** The differences of all attacks, made when the first suspicious object comes. */
function knownDifferences(): readonly Difference[] {
  return (differences ??= DISTURBANCES.map(differenceOf))
}

/** Local collisions of six steps begin wherever the vector has a bit; together they are what the two messages differ in. */
function differenceOf([type, k, b]: Disturbance): Difference {
  const from = k - 5
  const at = new Map<number, number>(Array.from({ length: 16 }, (_, i) => [k + i, 0]))
  at.set(k + 15, rotate(1, b))
  if (type === 2) for (const i of [1, 3]) at.set(k + i, rotate(1, b + 31))
  const word = (i: number): number => at.get(i) as number
  for (let i = k + 16; i < STEPS; i++) at.set(i, rotate(word(i - 3) ^ word(i - 8) ^ word(i - 14) ^ word(i - 16), 1))
  for (let i = k - 1; i >= -5; i--) at.set(i, rotate(word(i + 16), 31) ^ word(i + 13) ^ word(i + 8) ^ word(i + 2))
  const words = Int32Array.from({ length: STEPS }, (_, i) => {
    return word(i) ^ rotate(word(i - 1), 5) ^ word(i - 2) ^ rotate(word(i - 3) ^ word(i - 4) ^ word(i - 5), 30)
  })
  // After the last bit before step k + 15 its local collision takes six steps to end.
  const quiet = type === 1 ? from + 10 : from + 14
  return { step: quiet <= 58 ? 58 : 65, words }
}

function rotate(word: number, by: number): number {
  return (word << (by & 31)) | (word >>> ((32 - by) & 31))
}

/** Blocks that are asked about, at most: each costs some 32 times what hashing it does. */
const MAX_BLOCKS = 16_384

/**
 * Refuses a message that was made so that another one has the same SHA-1: it is hashed a second time as each known attack would have
 * changed it. Text is not asked about, neither a whole message of it (UTF-8 without control characters) nor blocks of printable ASCII: the
 * blocks of a collision look random, and nobody knows how to make one of text alone. Nor are the first `text` bytes.
 */
export function refuseSha1Collision(message: Uint8Array, what: string, text = 0): void {
  if (isText(message.subarray(text))) return
  const suspicious = suspiciousBlocks(message, text)
  const last = suspicious.at(-1)
  if (last === undefined) return
  if (suspicious.length > MAX_BLOCKS)
    throw new Refused('limit-exceeded', `${what} has too much content that is no text to be looked through for SHA-1 collisions`)
  const asked = new Set(suspicious)
  const chain = Int32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0)
  const words = new Int32Array(STEPS)
  for (let block = 0; block <= last; block++) {
    expand(message, block * BLOCK, words)
    const states = compress(chain, words)
    if (!asked.has(block) || !isCollision(chain, words, states)) continue
    throw new Refused('weak-algorithm', `${what} was made so that another one has the same SHA-1`, {
      remedy: 'do not use the repository; whoever made this has the other one',
    })
  }
}

/** Numbers of the whole blocks that may be of a collision; one with padding cannot, since its length would change. */
function suspiciousBlocks(message: Uint8Array, text: number): readonly number[] {
  const found: number[] = []
  for (let at = 0; at + BLOCK <= message.length; at += BLOCK) {
    if (isSuspicious(message, Math.max(at, text), at + BLOCK)) found.push(at / BLOCK)
  }
  return found
}

function isText(message: Uint8Array): boolean {
  return !message.some((byte) => byte === 0x7f || isControl(byte)) && isUtf8(message)
}

function isControl(byte: number): boolean {
  return byte < 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09
}

function isSuspicious(message: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    const byte = message[at] as number
    if (byte > 0x7e || isControl(byte)) return true
  }
  return false
}

function expand(message: Uint8Array, at: number, words: Int32Array): void {
  for (let i = 0; i < 16; i++) {
    const place = at + 4 * i
    words[i] =
      ((message[place] as number) << 24) |
      ((message[place + 1] as number) << 16) |
      ((message[place + 2] as number) << 8) |
      (message[place + 3] as number)
  }
  for (let i = 16; i < STEPS; i++) {
    words[i] = rotate((words[i - 3] as number) ^ (words[i - 8] as number) ^ (words[i - 14] as number) ^ (words[i - 16] as number), 1)
  }
}

type States = ReadonlyMap<number, Int32Array>

/** One block of SHA-1 (FIPS 180-4 §6.1.2). Answers the states before the steps at which differences are gone. */
function compress(chain: Int32Array, words: Int32Array): States {
  const state = Int32Array.from(chain)
  forward(state, words, [0, 58])
  const at58 = Int32Array.from(state)
  forward(state, words, [58, 65])
  const at65 = Int32Array.from(state)
  forward(state, words, [65, STEPS])
  for (let i = 0; i < 5; i++) chain[i] = ((chain[i] as number) + (state[i] as number)) | 0
  return new Map([
    [58, at58],
    [65, at65],
  ])
}

function forward(state: Int32Array, words: Int32Array, [from, to]: readonly [number, number]): void {
  let [a = 0, b = 0, c = 0, d = 0, e = 0] = state
  for (let i = from; i < to; i++) {
    const next = (rotate(a, 5) + mixed(i, b, c, d) + e + (words[i] as number)) | 0
    e = d
    d = c
    c = rotate(b, 30)
    b = a
    a = next
  }
  state.set([a, b, c, d, e])
}

function backward(state: Int32Array, words: Int32Array, from: number): void {
  let [a = 0, b = 0, c = 0, d = 0, e = 0] = state
  for (let i = from - 1; i >= 0; i--) {
    const next = a
    a = b
    b = rotate(c, 2)
    c = d
    d = e
    e = (next - rotate(a, 5) - mixed(i, b, c, d) - (words[i] as number)) | 0
  }
  state.set([a, b, c, d, e])
}

/** The function and the constant of a step. */
function mixed(i: number, b: number, c: number, d: number): number {
  if (i < 20) return (((b & c) | (~b & d)) + 0x5a827999) | 0
  if (i < 40) return ((b ^ c ^ d) + 0x6ed9eba1) | 0
  return i < 60 ? (((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc) | 0 : ((b ^ c ^ d) + 0xca62c1d6) | 0
}

/** Whether the block, changed as an attack changes it, leads to the same chaining value `after` it. */
function isCollision(after: Int32Array, words: Int32Array, states: States): boolean {
  const changed = new Int32Array(STEPS)
  return knownDifferences().some(({ step, words: difference }) => {
    for (let i = 0; i < STEPS; i++) changed[i] = (words[i] as number) ^ (difference[i] as number)
    const start = Int32Array.from(states.get(step) as Int32Array)
    const end = Int32Array.from(start)
    backward(start, changed, step)
    forward(end, changed, [step, STEPS])
    return after.every((word, i) => (((start[i] as number) + (end[i] as number)) | 0) === word)
  })
}
