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

/** JSON text with the same characters as `\uXXXX` escapes: the value stays the same, the bytes are safe to print. */
export function printableJson(json: string): string {
  // JSON text has raw control characters only as its own white space; everything else matched here is inside a string.
  return json.replace(
    /[\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\u{e0000}-\u{e007f}]/gu,
    (character) =>
      Array.from({ length: character.length }, (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`).join(''),
  )
}
