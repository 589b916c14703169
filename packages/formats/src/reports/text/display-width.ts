/** Code points that fill two columns (UAX #11 Wide and Fullwidth), as pairs of first and last; emoji are found by property. */
const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2329, 0x232a],
  [0x2e80, 0x303e],
  [0x3041, 0x33ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe10, 0xfe19],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x16fe0, 0x18d08],
  [0x1aff0, 0x1b2fb],
  [0x1f200, 0x1f251],
  [0x20000, 0x3fffd],
]
const ASCII = /^[\x20-\x7e]*$/
const NO_WIDTH = /^[\p{Mn}\p{Me}\p{Cf}]$/u
const EMOJI = /^\p{Emoji_Presentation}$/u

/** Terminal columns of a printable text: combining marks count nothing, East Asian wide characters and emoji two (UAX #11). */
export function displayWidth(text: string): number {
  if (ASCII.test(text)) return text.length
  let width = 0
  for (const character of text) width += columnsOf(character)
  return width
}

/** The text cut to at most `width` columns, with `ending` in place of what is lost. */
export function cutToWidth(text: string, width: number, ending = '…'): string {
  if (displayWidth(text) <= width) return text
  const room = width - displayWidth(ending)
  let kept = ''
  let used = 0
  for (const character of text) {
    const columns = columnsOf(character)
    if (used + columns > room) break
    kept += character
    used += columns
  }
  return room < 0 ? '' : kept + ending
}

/** The text followed by spaces up to `width` columns; longer text is left as it is. */
export function padToWidth(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - displayWidth(text)))
}

/** Breaks at spaces so that no line is wider than `width`; a longer word is broken inside. */
export function wrapToWidth(text: string, width: number): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    const joined = line === '' ? word : `${line} ${word}`
    if (displayWidth(joined) <= width) {
      line = joined
      continue
    }
    if (line !== '') lines.push(line)
    line = word
    while (displayWidth(line) > width) {
      const head = cutToWidth(line, width, '')
      if (head === '') break
      lines.push(head)
      line = line.slice(head.length)
    }
  }
  if (line !== '' || lines.length === 0) lines.push(line)
  return lines
}

function columnsOf(character: string): number {
  const code = character.codePointAt(0) as number
  if (code < 0x300) return 1
  // An emoji variation selector makes the symbol before it two columns wide.
  if (code === 0xfe0f) return 1
  if (NO_WIDTH.test(character)) return 0
  if (EMOJI.test(character)) return 2
  if (code < 0x1100) return 1
  return WIDE.some(([first, last]) => code >= first && code <= last) ? 2 : 1
}
