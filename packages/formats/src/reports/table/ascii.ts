/** For terminals that show ASCII only: typographic quotes and dashes become plain, every other character a visible code point. */
export function asciiOnly(text: string): string {
  const quoted = text.replace(/[“”]/g, '"').replace(/[‘’]/g, "'").replace(/[–—]/g, '-')
  // oxlint-disable-next-line no-control-regex -- our own colours stay
  return quoted.replace(/[^\n\u001b\x20-\x7e]/gu, (character) => `\\u{${(character.codePointAt(0) as number).toString(16)}}`)
}
