const ROUNDS = 16
const BOX_WORDS = 256

let initial: { readonly p: Uint32Array; readonly s: Uint32Array } | undefined

/** The Blowfish cipher with the costly key schedule of bcrypt (Provos and Mazières, 1999 §3), as far as bcrypt-pbkdf needs it. */
export class Blowfish {
  readonly #p: Uint32Array
  readonly #s: Uint32Array

  constructor() {
    initial ??= initialState()
    this.#p = initial.p.slice()
    this.#s = initial.s.slice()
  }

  /** Mixes the key in, and `salt` between the rounds where there is one. */
  expand(key: Uint32Array, salt: Uint32Array | null): void {
    const p = this.#p
    for (let at = 0; at < p.length; at++) p[at] = (p[at] as number) ^ (key[at % key.length] as number)
    const block = new Uint32Array(2)
    let place = 0
    for (const words of [p, this.#s]) {
      for (let at = 0; at < words.length; at += 2) {
        if (salt !== null) {
          block[0] = (block[0] as number) ^ (salt[place % salt.length] as number)
          block[1] = (block[1] as number) ^ (salt[(place + 1) % salt.length] as number)
          place += 2
        }
        this.encrypt(block, 0)
        words[at] = block[0] as number
        words[at + 1] = block[1] as number
      }
    }
  }

  /** Encrypts the two words at `at` in place. */
  encrypt(words: Uint32Array, at: number): void {
    const p = this.#p
    const s = this.#s
    let left = (words[at] as number) ^ (p[0] as number)
    let right = words[at + 1] as number
    for (let round = 1; round <= ROUNDS; round += 2) {
      right ^= mix(s, left) ^ (p[round] as number)
      left ^= mix(s, right) ^ (p[round + 1] as number)
    }
    words[at] = right ^ (p[ROUNDS + 1] as number)
    words[at + 1] = left
  }
}

function mix(s: Uint32Array, x: number): number {
  const sum = ((s[x >>> 24] as number) + (s[BOX_WORDS + ((x >>> 16) & 0xff)] as number)) >>> 0
  return (((sum ^ (s[2 * BOX_WORDS + ((x >>> 8) & 0xff)] as number)) >>> 0) + (s[3 * BOX_WORDS + (x & 0xff)] as number)) | 0
}

/** Blowfish starts from the binary digits of pi after the point; computing them is shorter than listing them. */
function initialState(): { readonly p: Uint32Array; readonly s: Uint32Array } {
  const words = ROUNDS + 2 + 4 * BOX_WORDS
  const bits = BigInt(words * 32)
  const guard = 64n
  const one = 1n << (bits + guard)
  // Machin: pi = 16 arctan(1/5) - 4 arctan(1/239)
  const pi = (16n * arctan(5n, one) - 4n * arctan(239n, one)) >> guard
  const hex = (pi & ((1n << bits) - 1n)).toString(16).padStart(words * 8, '0')
  const all = Uint32Array.from({ length: words }, (_, at) => Number.parseInt(hex.slice(at * 8, at * 8 + 8), 16))
  return { p: all.slice(0, ROUNDS + 2), s: all.slice(ROUNDS + 2) }
}

function arctan(inverse: bigint, one: bigint): bigint {
  const square = inverse * inverse
  let power = one / inverse
  let sum = power
  for (let divisor = 3n; power !== 0n; divisor += 2n) {
    power /= -square
    sum += power / divisor
  }
  return sum
}
