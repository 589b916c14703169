import { DocumentInvalid } from '../../document-invalid.ts'
import { textPlace } from '../../text-place.ts'

/** A message of the text form of Protocol Buffers: fields in their order, repeated ones one by one. */
export interface TextMessage {
  readonly fields: readonly TextField[]
  readonly line: number
}

export interface TextField {
  readonly name: string
  /** A quoted text, the text of a number, an enumeration's or Boolean's word, or a message. */
  readonly value: string | TextMessage
  readonly line: number
}

const TOKEN = /(?:[ \t\r\n]|#[^\n]*)*(?:([A-Za-z_][A-Za-z0-9_.]*)|(-?(?:[0-9][A-Za-z0-9_.+-]*|\.[0-9][A-Za-z0-9_.+-]*))|("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')|([{}<>[\]:;,]))/y
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
  const next = (): void => {
    TOKEN.lastIndex = at
    const match = TOKEN.exec(source)
    if (!match) {
      if (/^(?:[ \t\r\n]|#[^\n]*)*$/.test(source.slice(at))) kind = 'end'
      else fail('a name or a value is expected here')
      token = ''
      return
    }
    at = TOKEN.lastIndex
    token = match[1] ?? match[2] ?? match[3] ?? match[4] ?? ''
    kind = match[1] !== undefined ? 'name' : match[2] !== undefined ? 'number' : match[3] !== undefined ? 'text' : 'sign'
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
    if (depth > MAX_DEPTH) throw new DocumentInvalid(`the document is nested deeper than ${MAX_DEPTH} levels`, textPlace(source, at), 'limit-exceeded')
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

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' }

function unquote(token: string): string {
  return token.slice(1, -1).replace(/\\(u[0-9a-fA-F]{4}|x[0-9a-fA-F]{1,2}|.)/g, (_, escape: string) => {
    if (escape.length > 1) return String.fromCodePoint(Number.parseInt(escape.slice(1), 16))
    return ESCAPES[escape] ?? escape
  })
}
