import { Buffer } from 'node:buffer'

const UNSAFE =
  // oxlint-disable-next-line no-control-regex -- these are exactly the characters that must never reach a terminal or a page
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\u{e0000}-\u{e007f}]|\p{Cs}/gu
const SAFE_ASCII = /^[\x20-\x7e]*$/

/** Text of the input made safe to show: control, bidirectional and invisible characters and lone surrogates become `\u{…}`. */
export function printable(text: string): string {
  if (SAFE_ASCII.test(text)) return text
  return text.replace(UNSAFE, (character) => `\\u{${(character.codePointAt(0) as number).toString(16)}}`)
}

/** As printable, for running text: line breaks and tabs become one space first. */
export function oneLine(text: string): string {
  return SAFE_ASCII.test(text) ? text.trim() : printable(text.replace(/[\t\n\v\f\r]+/g, ' ').trim())
}

// oxlint-disable-next-line no-control-regex -- the last of ASCII is one that is escaped
const BEYOND_ASCII = /[\u007f-\uffff]+/g
const ESCAPED =
  /[\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\u{e0000}-\u{e007f}]/gu

/** JSON text with the same characters as `\uXXXX` escapes: the value stays the same, the bytes are safe to print. */
export function printableJson(json: string): string {
  // As many bytes as characters: nothing but ASCII, as in most documents.
  if (Buffer.byteLength(json) === json.length && !json.includes('\u007f')) return json
  // JSON text has raw control characters only as its own white space; everything else matched here is inside a string.
  return json.replace(BEYOND_ASCII, (run) => run.replace(ESCAPED, escaped))
}

function escaped(character: string): string {
  return Array.from({ length: character.length }, (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`).join('')
}
