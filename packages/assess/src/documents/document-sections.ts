/** A run of lines without a blank line between them, joined by spaces; or one block of code, joined by newlines. */
export interface Paragraph {
  /** 1-based line of its first line. */
  readonly line: number
  readonly text: string
  readonly code: boolean
}

export interface Section {
  /** Empty for what stands before the first heading. */
  readonly heading: string
  /** 1 for the highest; 0 without a heading. */
  readonly level: number
  readonly line: number
  readonly paragraphs: readonly Paragraph[]
}

/** Longest paragraph kept; what is over it is cut. */
const MAX_PARAGRAPH = 8_000
const MAX_LINE = 4_000
const UNDERLINE = /^([=\-~^"'`*+#_.:])\1{2,}$/

/**
 * The sections of a document of prose: Markdown, reStructuredText, AsciiDoc or plain text with underlined titles. Comments are
 * left out. Linear; a damaged document gives fewer headings, never an error.
 */
export function documentSections(text: string): readonly Section[] {
  const lines = withoutComments(text).split('\n')
  const sections: { heading: string; level: number; line: number; paragraphs: Paragraph[] }[] = [
    { heading: '', level: 0, line: 1, paragraphs: [] },
  ]
  const underlines: string[] = []
  let open: { line: number; parts: string[]; code: boolean } | undefined
  let fence = ''

  const close = (): void => {
    if (open === undefined) return
    const joined = open.parts.join(open.code ? '\n' : ' ').trim()
    if (joined !== '') sections.at(-1)?.paragraphs.push({ line: open.line, text: joined.slice(0, MAX_PARAGRAPH), code: open.code })
    open = undefined
  }
  const head = (heading: string, level: number, line: number): void => {
    close()
    sections.push({ heading, level, line, paragraphs: [] })
  }

  for (let at = 0; at < lines.length; at++) {
    const raw = (lines[at] ?? '').slice(0, MAX_LINE)
    const line = raw.trim()
    const mark = /^(?:```+|~~~+|----+$)/.exec(line)?.[0] ?? ''
    if (fence !== '') {
      if (mark.startsWith(fence)) {
        close()
        fence = ''
      } else open?.parts.push(raw)
      continue
    }
    if (mark.startsWith('`') || mark.startsWith('~~~')) {
      // A title underlined with tildes is no fence.
      if (!(mark.startsWith('~') && line === mark && (lines[at - 1] ?? '').trim() !== '' && mark.length > 3)) {
        close()
        fence = mark.slice(0, 3)
        open = { line: at + 2, parts: [], code: true }
        continue
      }
    }
    if (line === '') {
      close()
      continue
    }
    const atx = /^(#{1,6}|={1,6})\s+(\S.*)$/.exec(line) ?? /^<(h[1-6])\b[^>]{0,200}>(.*)$/i.exec(line)
    if (atx !== null) {
      const [, sign = '', title = ''] = atx
      head(plain(title), /^h/i.test(sign) ? Number(sign[1]) : sign.length, at + 1)
      continue
    }
    const next = (lines[at + 1] ?? '').trim()
    if (
      UNDERLINE.test(next) &&
      open === undefined &&
      line.length <= 150 &&
      !UNDERLINE.test(line) &&
      next.length >= Math.min(line.length, 3)
    ) {
      const sign = next[0] ?? ''
      if (!underlines.includes(sign)) underlines.push(sign)
      head(plain(line), underlines.indexOf(sign) + 1, at + 1)
      at++
      continue
    }
    if (UNDERLINE.test(line)) {
      close()
      continue
    }
    const code = /^(?: {4}|\t)/.test(raw) && (open === undefined || open.code) && !/^(?:[-*+]|\d{1,3}[.)])\s/.test(line)
    if (open !== undefined && open.code !== code) close()
    // Each item of a list says something of its own.
    if (/^(?:[-*+]|\d{1,3}[.)])\s/.test(line)) close()
    open ??= { line: at + 1, parts: [], code }
    open.parts.push(code ? raw : line)
  }
  close()
  return sections
}

/** Headings without markup: links keep their text. */
function plain(title: string): string {
  return title
    .slice(0, 300)
    .replace(/<[^<>]{0,200}>/g, '')
    .replace(/!?\[([^[\]]{0,200})\]\([^()]{0,300}\)/g, '$1')
    .replace(/[*_`#]+/g, '')
    .replace(/:[a-z0-9_+-]{1,30}:/g, '')
    .replace(/[\s:=]+$/, '')
    .trim()
}

function withoutComments(text: string): string {
  let kept = ''
  for (let from = 0; ;) {
    const start = text.indexOf('<!--', from)
    const end = start === -1 ? -1 : text.indexOf('-->', start + 4)
    if (start === -1 || end === -1) return kept + text.slice(from)
    // Lines of the comment stay as empty lines, so that line numbers hold.
    kept += text.slice(from, start) + text.slice(start, end).replace(/[^\n]+/g, '')
    from = end + 3
  }
}
