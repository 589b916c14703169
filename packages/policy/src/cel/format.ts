import { showDouble, toText } from './conversions.ts'
import type { CelResult, CelValue } from './cel-value.ts'
import { CelDuration, CelError, CelFault, CelMap, CelTimestamp, CelTypeValue, CelUint, isList, typeName } from './cel-value.ts'
import { CelLimitExceeded, MAX_TEXT } from './cel-limits.ts'
import { noOverload } from './no-overload.ts'
import { asNumber } from './numbers.ts'

const CLAUSE = /%(?:%|(?:\.(\d{0,4}))?([a-zA-Z])?)/g
const DEFAULT_PRECISION = 6
const MAX_PRECISION = 100
const MAX_DEPTH = 20

/** `text.format(list)` of the strings extension: `%s %d %f %e %b %o %x %X`, with a precision for `%f` and `%e`. */
export function format(text: CelValue, args: CelValue): CelResult {
  if (typeof text !== 'string' || !isList(args)) return noOverload('format', [text, args])
  let used = 0
  let fault: CelError | null = null
  let length = text.length
  const result = text.replace(CLAUSE, (clause, precision: string | undefined, letter: string | undefined) => {
    if (fault !== null || clause === '%%') return '%'
    const value = args[used++]
    if (value === undefined) {
      fault = new CelError('format: there are more clauses than arguments')
      return ''
    }
    const shown = clauseText(letter ?? '', value, precision === undefined ? DEFAULT_PRECISION : Number(precision))
    if (shown instanceof CelFault) {
      fault = shown as CelError
      return ''
    }
    length += shown.length
    if (length > MAX_TEXT) throw new CelLimitExceeded(`a text of an expression has at most ${MAX_TEXT} characters`)
    return shown
  })
  return fault ?? result
}

function clauseText(letter: string, value: CelValue, precision: number): string | CelError {
  if (precision > MAX_PRECISION) return new CelError(`format: a precision is at most ${MAX_PRECISION}`)
  switch (letter) {
    case 's':
      return shown(value)
    case 'd':
      return whole(value, 10) ?? special(value) ?? refused('d', value)
    case 'f':
      return special(value) ?? fixed(value, precision) ?? refused('f', value)
    case 'e':
      return special(value) ?? scientific(value, precision) ?? refused('e', value)
    case 'b':
      return typeof value === 'boolean' ? String(Number(value)) : (whole(value, 2) ?? refused('b', value))
    case 'o':
      return whole(value, 8) ?? refused('o', value)
    case 'x':
      return hexadecimal(value) ?? refused('x', value)
    case 'X':
      return hexadecimal(value)?.toUpperCase() ?? refused('X', value)
    default:
      return new CelError('format: there is no such clause')
  }
}

function refused(letter: string, value: CelValue): CelError {
  return new CelError(`format: %${letter} does not take ${typeName(value)}`)
}

function whole(value: CelValue, base: number): string | null {
  const number = typeof value === 'number' ? null : asNumber(value)
  return number === null ? null : number.toString(base)
}

function special(value: CelValue): string | null {
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : null
}

/** Ties go to the even digit, as IEEE 754 and the extension have it; toFixed lets them grow. */
function fixed(value: CelValue, precision: number): string | null {
  const number = asNumber(value)
  if (number === null) return null
  const size = Math.abs(Number(number))
  const sign = Number(number) < 0 || Object.is(number, -0) ? '-' : ''
  if (size >= 1e21) return `${sign}${BigInt(size)}${precision === 0 ? '' : `.${'0'.repeat(precision)}`}`
  const exact = size.toFixed(MAX_PRECISION)
  const cut = exact.slice(0, exact.length - MAX_PRECISION + precision).replace(/\.$/, '')
  const tie = precision < MAX_PRECISION && /^50*$/.test(exact.slice(exact.length - MAX_PRECISION + precision)) && /[02468]$/.test(cut)
  return sign + (tie ? cut : size.toFixed(precision))
}

function scientific(value: CelValue, precision: number): string | null {
  const number = asNumber(value)
  if (number === null) return null
  const exact = Number(number).toExponential(MAX_PRECISION)
  const [digits = '', exponent = ''] = exact.split('e')
  const cut = digits.slice(0, digits.length - MAX_PRECISION + precision).replace(/\.$/, '')
  const tie = precision < MAX_PRECISION && /^50*$/.test(digits.slice(digits.length - MAX_PRECISION + precision)) && /[02468]$/.test(cut)
  const rounded = tie ? `${cut}e${exponent}` : Number(number).toExponential(precision)
  return rounded.replace(/e([+-])(\d)$/, 'e$10$2')
}

function hexadecimal(value: CelValue): string | null {
  const bytes = typeof value === 'string' ? new TextEncoder().encode(value) : value
  if (bytes instanceof Uint8Array) return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return whole(value, 16)
}

function shown(value: CelValue, depth = 0): string | CelError {
  if (depth > MAX_DEPTH) return new CelError('format: the value is too deep')
  if (value === null) return 'null'
  if (typeof value === 'number') return Number.isFinite(value) ? showDouble(value) : String(value)
  if (typeof value !== 'object' || value instanceof CelUint || value instanceof Uint8Array) return asText(value)
  if (value instanceof CelTimestamp || value instanceof CelDuration) return asText(value)
  if (value instanceof CelTypeValue) return value.name
  if (isList(value))
    return joined(
      value.map((one) => shown(one, depth + 1)),
      '[',
      ']',
    )
  if (!(value instanceof CelMap)) return refused('s', value)
  const entries = [...value.entries.values()].map(([key, item]) => [shown(key), shown(item, depth + 1)] as const)
  const fault = entries.flat().find((one) => one instanceof CelFault)
  if (fault !== undefined) return fault
  return joined(
    entries.toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1)).map(([key, item]) => `${String(key)}: ${String(item)}`),
    '{',
    '}',
  )
}

function asText(value: CelValue): string | CelError {
  return toText(value) as string | CelError
}

function joined(parts: readonly (string | CelError)[], open: string, close: string): string | CelError {
  const fault = parts.find((part) => part instanceof CelFault)
  if (fault !== undefined) return fault
  if (parts.reduce((sum, part) => sum + String(part).length, 0) > MAX_TEXT)
    throw new CelLimitExceeded(`a text of an expression has at most ${MAX_TEXT} characters`)
  return `${open}${parts.join(', ')}${close}`
}
