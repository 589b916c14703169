/** How a language writes comments. */
export interface CommentMarks {
  readonly line: string
  /** Start and end of comments over several lines. */
  readonly block?: readonly [start: string, end: string]
}

/**
 * The text with every comment replaced by blanks, so that all places stay what they are. Texts in double quotes, also in three, are left
 * as they are. Linear.
 */
export function blankComments(text: string, { line, block }: CommentMarks): string {
  const parts: string[] = []
  let from = 0
  let at = 0
  while (at < text.length) {
    if (text[at] === '\\') at += 2
    else if (text[at] === '"') at = endOfText(text, at)
    else if (text.startsWith(line, at)) at = blank(endOf(text, '\n', at))
    else if (block !== undefined && text.startsWith(block[0], at)) {
      const close = text.indexOf(block[1], at + block[0].length)
      at = blank(close < 0 ? text.length : close + block[1].length)
    } else at++
  }
  parts.push(text.slice(from))
  return parts.join('')

  function blank(end: number): number {
    parts.push(text.slice(from, at), text.slice(at, end).replace(/[^\n]/g, ' '))
    from = end
    return end
  }
}

function endOf(text: string, mark: string, at: number): number {
  const end = text.indexOf(mark, at)
  return end < 0 ? text.length : end
}

function endOfText(text: string, start: number): number {
  if (text.startsWith('"""', start)) {
    const close = text.indexOf('"""', start + 3)
    return close < 0 ? text.length : close + 3
  }
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at++
    else if (text[at] === '"') return at + 1
  }
  return text.length
}
