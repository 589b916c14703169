import { CelInvalid, quoted } from './cel-invalid.ts'
import type { CelValue } from './cel-value.ts'
import { CelUint } from './cel-value.ts'
import { readText } from './read-text.ts'

export interface Token {
  /** `name` also for reserved words; the parser refuses them where they cannot stand. `quoted` is a name in backquotes. */
  readonly kind: 'name' | 'quoted' | 'literal' | 'sign' | 'end'
  /** Name, sign or digits as written. */
  readonly text: string
  readonly at: number
  readonly end: number
  /** Only of literals. Whole numbers are not negative here: the parser puts the sign before them. */
  readonly value?: CelValue
}

const TOKEN =
  /[ \t\r\n\f]+|\/\/[^\n]*|(?<text>(?:[bB]?[rR]?)(?:"""|'''|"|'))|(?<name>[_a-zA-Z][_a-zA-Z0-9]*)|`(?<quoted>[_a-zA-Z0-9.\-/ ]+)`|(?<number>(?:\d+\.\d+|\.\d+)(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+|(?:0[xX][0-9a-fA-F]+|\d+)[uU]?)|(?<sign>==|!=|<=|>=|&&|\|\||[-+*/%!<>?:.,()[\]{}])/y

/** Cuts an expression into tokens (language definition, "Syntax"). Throws CelInvalid. */
export function lex(source: string): readonly Token[] {
  const tokens: Token[] = []
  let at = 0
  while (at < source.length) {
    TOKEN.lastIndex = at
    const match = TOKEN.exec(source)
    if (match === null) throw fault(at, at + 1, `${quoted(String.fromCodePoint(source.codePointAt(at) as number))} cannot stand here`)
    const { text, name, quoted: field, number, sign } = match.groups ?? {}
    let end = TOKEN.lastIndex
    if (text !== undefined) {
      const read = readText(source, at, text)
      end = read.end
      tokens.push({ kind: 'literal', text: '', at, end, value: read.value })
    } else if (number !== undefined) tokens.push({ kind: 'literal', text: number, at, end, value: numberOf(number, at, end) })
    else if (name !== undefined) tokens.push({ kind: 'name', text: name, at, end })
    else if (field !== undefined) tokens.push({ kind: 'quoted', text: field, at, end })
    else if (sign !== undefined) tokens.push({ kind: 'sign', text: sign, at, end })
    at = end
  }
  tokens.push({ kind: 'end', text: '', at: source.length, end: source.length })
  return tokens
}

/** 2^63 is let through: it is the smallest number once the parser has put a minus before it. */
const MAX_MAGNITUDE = 2n ** 63n
const MAX_UINT = 2n ** 64n - 1n

function numberOf(text: string, at: number, end: number): CelValue {
  const hexadecimal = /^0x/i.test(text)
  if (!hexadecimal && /[.e]/i.test(text)) {
    const value = Number(text)
    if (!Number.isFinite(value)) throw fault(at, end, `${quoted(text)} is over the largest double`)
    return value
  }
  const unsigned = /u$/i.test(text)
  const value = BigInt(unsigned ? text.slice(0, -1) : text)
  if (value > (unsigned ? MAX_UINT : MAX_MAGNITUDE))
    throw fault(at, end, `${quoted(text)} is over the largest ${unsigned ? 'uint' : 'int'}`)
  return unsigned ? new CelUint(value) : value
}

function fault(at: number, end: number, message: string): CelInvalid {
  return new CelInvalid([{ at, end, message }])
}
