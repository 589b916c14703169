import { DocumentInvalid } from '../../document-invalid.ts'
import { textPlace } from '../../text-place.ts'

/** A message of the text form of Protocol Buffers: fields in their order, repeated ones one by one. */
export interface TextMessage {
  readonly fields: readonly TextField[]
  readonly line: number
}

interface TextField {
  readonly name: string
  /** A quoted text, the text of a number, an enumeration's or Boolean's word, or a message. */
  readonly value: string | TextMessage
  readonly line: number
}

const NAME = /[A-Za-z_][A-Za-z0-9_.]*/y
const NUMBER = /-?(?:[0-9]|\.[0-9])[A-Za-z0-9_.+-]*/y
const MAX_DEPTH = 200

/**
 * Parses the text form of Protocol Buffers (protobuf.dev, "Text Format Language Specification"), without extensions.
 * Refuses with DocumentInvalid what is not that form.
 */
export function readTextproto(source: string): TextMessage {
  let line = 1
  let counted = 0
  let at = 0
  let token = ''
  let kind: 'name' | 'number' | 'text' | 'sign' | 'end' = 'end'

  const fail = (message: string): never => {
    throw new DocumentInvalid(`not the text form of Protocol Buffers: ${message}`, textPlace(source, at))
  }
  const isSign = (sign: string): boolean => kind === 'sign' && token === sign
  const take = (pattern: RegExp): boolean => {
    pattern.lastIndex = at
    if (!pattern.test(source)) return false
    at = pattern.lastIndex
    return true
  }
  const skipSpace = (): void => {
    for (; at < source.length; at++) {
      const char = source[at] as string
      if (char === '#') {
        const end = source.indexOf('\n', at)
        at = end === -1 ? source.length - 1 : end
      } else if (!' \t\r\n\ufeff'.includes(char)) return
    }
  }
  const next = (): void => {
    skipSpace()
    const start = at
    const char = source[at]
    if (char === undefined) kind = 'end'
    else if (char === '"' || char === "'") {
      kind = 'text'
      at = endOfText(source, at)
      if (at === -1) {
        at = start
        fail('a text starts here and does not end on its line')
      }
    } else if ('{}<>[]:;,'.includes(char)) {
      kind = 'sign'
      at++
    } else if (take(NAME)) kind = 'name'
    else if (take(NUMBER)) kind = 'number'
    else fail('a name or a value is expected here')
    token = source.slice(start, at)
    for (let feed = source.indexOf('\n', counted); feed !== -1 && feed < at - token.length; feed = source.indexOf('\n', feed + 1)) {
      line++
      counted = feed + 1
    }
  }
  const scalar = (): string => {
    if (kind === 'text') {
      let value = ''
      // Texts that follow each other are one.
      for (; kind === 'text'; next()) value += unquote(token)
      return value
    }
    if (kind !== 'name' && kind !== 'number') fail('a value is expected here')
    const value = token
    next()
    return value
  }
  const message = (closing: string, depth: number): TextMessage => {
    if (depth > MAX_DEPTH)
      throw new DocumentInvalid(`the document is nested deeper than ${MAX_DEPTH} levels`, textPlace(source, at), 'limit-exceeded')
    const fields: TextField[] = []
    const start = line
    while (!isSign(closing) && !(closing === '' && kind === 'end')) {
      if (kind !== 'name') fail('the name of a field is expected here')
      const name = token
      const place = line
      next()
      const colon = isSign(':')
      if (colon) next()
      const one = (): void => {
        if (isSign('{') || isSign('<')) {
          const end = token === '{' ? '}' : '>'
          next()
          fields.push({ name, value: message(end, depth + 1), line: place })
          next()
        } else if (colon) fields.push({ name, value: scalar(), line: place })
        else fail("':' or '{' is expected here")
      }
      if (isSign('[')) {
        next()
        while (!isSign(']')) {
          one()
          if (isSign(',')) next()
          else if (!isSign(']')) fail("',' or ']' is expected here")
        }
        next()
      } else one()
      if (isSign(';') || isSign(',')) next()
    }
    return { fields, line: start }
  }
  next()
  return message('', 0)
}

/** Offset behind the closing quote, or -1 when the line or the text ends before it. */
function endOfText(source: string, start: number): number {
  for (let at = start + 1; at < source.length; at++) {
    if (source[at] === source[start]) return at + 1
    if (source[at] === '\n') return -1
    if (source[at] === '\\') at++
  }
  return -1
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' }

function unquote(token: string): string {
  return token.slice(1, -1).replace(/\\(u[0-9a-fA-F]{4}|x[0-9a-fA-F]{1,2}|.)/g, (_, escape: string) => {
    if (escape.length > 1) return String.fromCodePoint(Number.parseInt(escape.slice(1), 16))
    return ESCAPES[escape] ?? escape
  })
}
