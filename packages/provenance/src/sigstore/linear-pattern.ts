import { Refused } from '../verdict/refused.ts'

const MAX_PATTERN = 1000
const MAX_TEXT = 10_000
const MAX_REPEAT = 100
const MAX_STATES = 5000
const MAX_DEPTH = 50

type Test = (character: string) => boolean

/** A state either consumes a character or branches; the last state has no exits. */
interface State {
  readonly test: Test | undefined
  readonly exits: number[]
}

/** The part of a machine that matches a piece of the pattern: where it starts, and its open end. */
interface Fragment {
  readonly start: number
  readonly end: number
}

/**
 * A regular expression that always means the whole text and never takes more than linear time: literals, `.`, classes, groups,
 * alternatives, `* + ? {m,n}`, and `\d \w \s \D \W \S`. Anchors are allowed at the ends, where they change nothing. Refuses
 * back-references, look-around and everything else that needs backtracking.
 */
export class LinearPattern {
  readonly source: string
  readonly #states: readonly State[]
  readonly #whole: Fragment

  constructor(source: string) {
    if (source.length > MAX_PATTERN) throw new Refused('limit-exceeded', `a pattern is longer than ${MAX_PATTERN} characters`)
    const compiler = new Compiler(source)
    this.source = source
    this.#whole = compiler.compile()
    this.#states = compiler.states
  }

  /** True when the whole text matches. Nobody has a name of more than 10,000 characters: such a text never does. */
  matches(text: string): boolean {
    if (text.length > MAX_TEXT) return false
    let current = this.#closure([this.#whole.start])
    for (const character of text) {
      const next: number[] = []
      for (const index of current) {
        const state = this.#states[index]!
        if (state.test?.(character) === true) next.push(...state.exits)
      }
      if (next.length === 0) return false
      current = this.#closure(next)
    }
    return current.has(this.#whole.end)
  }

  #closure(from: readonly number[]): Set<number> {
    const seen = new Set<number>()
    const queue = [...from]
    for (let index = queue.pop(); index !== undefined; index = queue.pop()) {
      if (seen.has(index)) continue
      seen.add(index)
      const state = this.#states[index]!
      if (state.test === undefined) queue.push(...state.exits)
    }
    return seen
  }
}

class Compiler {
  readonly states: State[] = []
  readonly #characters: readonly string[]
  readonly #source: string
  #at = 0
  #depth = 0

  constructor(source: string) {
    this.#source = source
    this.#characters = [...source]
  }

  compile(): Fragment {
    if (this.#peek() === '^') this.#at++
    const whole = this.#alternatives()
    if (this.#at < this.#characters.length) throw this.#bad(`an unexpected ${this.#peek()}`)
    return whole
  }

  #alternatives(): Fragment {
    if (this.#depth++ > MAX_DEPTH) throw this.#bad('too many groups inside each other')
    const branches = [this.#sequence()]
    while (this.#peek() === '|') {
      this.#at++
      branches.push(this.#sequence())
    }
    this.#depth--
    if (branches.length === 1) return branches[0]!
    const start = this.#state(undefined)
    const end = this.#state(undefined)
    for (const branch of branches) {
      this.#link(start, branch.start)
      this.#link(branch.end, end)
    }
    return { start, end }
  }

  #sequence(): Fragment {
    const start = this.#state(undefined)
    let end = start
    while (!this.#ends()) {
      const piece = this.#repeated()
      this.#link(end, piece.start)
      end = piece.end
    }
    return { start, end }
  }

  /** At the end of the text, of a group or of a branch; a final `$` is passed over. */
  #ends(): boolean {
    if (this.#peek() === '$' && this.#at === this.#characters.length - 1) this.#at++
    const next = this.#peek()
    return next === undefined || next === '|' || next === ')'
  }

  #repeated(): Fragment {
    const from = this.#at
    const first = this.#atom()
    const [least, most] = this.#quantifier()
    if (least === 1 && most === 1) return first
    const to = this.#at
    const copy = (): Fragment => {
      const resume = this.#at
      this.#at = from
      const piece = this.#atom()
      this.#at = resume
      return piece
    }
    const start = this.#state(undefined)
    const end = this.#state(undefined)
    let last = start
    let piece = first
    const count = Math.max(least, most === Infinity ? 1 : most)
    for (let index = 0; index < count; index++) {
      if (index > 0) piece = copy()
      if (index >= least) this.#link(last, end)
      this.#link(last, piece.start)
      last = piece.end
    }
    if (most === Infinity) this.#link(last, piece.start)
    this.#link(count === 0 ? start : last, end)
    this.#at = to
    return { start, end }
  }

  #quantifier(): readonly [least: number, most: number] {
    const next = this.#peek()
    let range: readonly [number, number] = [1, 1]
    if (next === '*') range = [0, Infinity]
    else if (next === '+') range = [1, Infinity]
    else if (next === '?') range = [0, 1]
    else if (next === '{') range = this.#counted()
    else return range
    this.#at++
    const after = this.#peek()
    if (after === '*' || after === '+' || after === '{') throw this.#bad('a quantifier on a quantifier')
    // A lazy quantifier matches the same whole texts.
    if (after === '?') this.#at++
    return range
  }

  #counted(): readonly [number, number] {
    const close = this.#characters.indexOf('}', this.#at)
    const match = /^(\d{1,4})(?:(,)(\d{1,4})?)?$/.exec(close < 0 ? '' : this.#characters.slice(this.#at + 1, close).join(''))
    if (match === null) throw this.#bad('a { that is no count')
    const least = Number(match[1])
    const most = match[2] === undefined ? least : match[3] === undefined ? Infinity : Number(match[3])
    if (least > MAX_REPEAT || (most !== Infinity && most > MAX_REPEAT) || most < least || most === 0)
      throw this.#bad('a count that is not possible')
    this.#at = close
    return [least, most]
  }

  #atom(): Fragment {
    const character = this.#peek()
    this.#at++
    if (character === '(') return this.#group()
    if (character === '[') return this.#single(this.#class())
    if (character === '.') return this.#single((found) => found !== '\n')
    if (character === '\\') return this.#single(this.#escape())
    if (character === undefined || '*+?{}^$'.includes(character)) throw this.#bad(`an unexpected ${character ?? 'end'}`)
    return this.#single((found) => found === character)
  }

  #group(): Fragment {
    if (this.#peek() === '?') {
      if (this.#characters[this.#at + 1] !== ':') throw this.#bad('a group of a kind that is not supported')
      this.#at += 2
    }
    const inside = this.#alternatives()
    if (this.#peek() !== ')') throw this.#bad('a group that does not end')
    this.#at++
    return inside
  }

  #class(): Test {
    const negated = this.#peek() === '^'
    if (negated) this.#at++
    const tests: Test[] = []
    for (let first = true; first || this.#peek() !== ']'; first = false) {
      const low = this.#classItem(tests)
      if (low === undefined || this.#peek() !== '-' || this.#characters[this.#at + 1] === ']') {
        if (low !== undefined) tests.push((found) => found === low)
        continue
      }
      this.#at++
      const high = this.#classItem(tests)
      if (high === undefined || high.codePointAt(0)! < low.codePointAt(0)!) throw this.#bad('a range that is not one')
      tests.push((found) => found.codePointAt(0)! >= low.codePointAt(0)! && found.codePointAt(0)! <= high.codePointAt(0)!)
    }
    this.#at++
    return (found) => tests.some((test) => test(found)) !== negated
  }

  /** One character of a class; a shorthand adds its own test and answers undefined. */
  #classItem(tests: Test[]): string | undefined {
    const character = this.#peek()
    if (character === undefined || (character === '[' && this.#characters[this.#at + 1] === ':'))
      throw this.#bad('a class that does not end')
    this.#at++
    if (character !== '\\') return character
    const escaped = this.#peek()
    if (escaped !== undefined && !/[A-Za-z0-9]/.test(escaped)) {
      this.#at++
      return escaped
    }
    tests.push(this.#escape())
    return undefined
  }

  #escape(): Test {
    const character = this.#peek()
    this.#at++
    const shorthand = character && SHORTHANDS[character]
    if (shorthand) return (found) => shorthand.test(found)
    if (character === undefined || /[A-Za-z0-9]/.test(character)) throw this.#bad(`an escape \\${character ?? ''} that is not supported`)
    return (found) => found === character
  }

  #single(test: Test): Fragment {
    const start = this.#state(test)
    const end = this.#state(undefined)
    this.#link(start, end)
    return { start, end }
  }

  #state(test: Test | undefined): number {
    if (this.states.length >= MAX_STATES) throw new Refused('limit-exceeded', 'a pattern is too large', { found: this.#source })
    return this.states.push({ test, exits: [] }) - 1
  }

  #link(from: number, to: number): void {
    this.states[from]!.exits.push(to)
  }

  #peek(): string | undefined {
    return this.#characters[this.#at]
  }

  #bad(problem: string): Refused {
    return new Refused('malformed', `a pattern has ${problem}`, { found: this.#source })
  }
}

const SHORTHANDS: Readonly<Record<string, RegExp>> = { d: /^\d$/, D: /^\D$/u, w: /^\w$/, W: /^\W$/u, s: /^\s$/, S: /^\S$/u }
