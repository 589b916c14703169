/** One instruction with the lines it spans, 1-based. */
export interface DockerInstruction {
  /** As written. */
  readonly name: string
  /** Words after the flags: of JSON form the strings, of `RUN` the command as one text, else split at blanks. */
  readonly words: readonly string[]
  /** Bodies of the here-documents that it is followed by. */
  readonly bodies: readonly string[]
  readonly line: number
  readonly endLine: number
  readonly text: string
}

/** The text is not a Dockerfile. */
export class DockerfileInvalid extends Error {
  override readonly name = 'DockerfileInvalid'
  readonly line: number

  constructor(reason: string, line: number) {
    super(reason)
    this.line = line
  }
}

/**
 * Splits a Dockerfile into instructions (Dockerfile reference, "Format"): continued lines, comments, the escape directive and
 * here-documents. Instruction names are not checked. Refuses a file without instructions and a here-document that does not end.
 */
export function parseDockerfile(source: string): readonly DockerInstruction[] {
  const lines = source.replace(/^\uFEFF/, '').split('\n')
  const escape = escapeOf(lines)
  const found: DockerInstruction[] = []
  for (let at = 0; at < lines.length;) {
    const start = at
    const first = lineAt(lines, at++)
    if (first.trim() === '' || isComment(first)) continue
    let { text, open } = continued(first.trimStart(), escape)
    for (; open && at < lines.length; at++) {
      const next = lineAt(lines, at)
      if (isComment(next) || next.trim() === '') continue
      const more = continued(next, escape)
      text += more.text
      open = more.open
    }
    const name = /^\S+/.exec(text)?.[0] ?? ''
    const bodies: string[] = []
    for (const marker of /^(?:RUN|COPY|ADD)$/i.test(name) ? markersOf(text) : []) {
      const end = endOfBody(lines, at, marker)
      if (end === -1) throw new DockerfileInvalid('a here-document does not end', start + 1)
      bodies.push(
        lines
          .slice(at, end)
          .map((line) => `${line}\n`)
          .join(''),
      )
      at = end + 1
    }
    found.push({ name, words: wordsOf(name, text.slice(name.length)), bodies, line: start + 1, endLine: at, text })
  }
  if (found.length === 0) throw new DockerfileInvalid('the file has no instructions', 1)
  return found
}

function lineAt(lines: readonly string[], at: number): string {
  return (lines[at] ?? '').replace(/\r$/, '')
}

function isComment(line: string): boolean {
  return line.trimStart().startsWith('#')
}

function escapeOf(lines: readonly string[]): string {
  for (const line of lines) {
    const directive = /^#[ \t]*([a-zA-Z]{1,20})[ \t]*=[ \t]*(\S+)[ \t\r]*$/.exec(line)
    if (directive === null) break
    if (directive[1]?.toLowerCase() === 'escape') return directive[2] === '`' ? '`' : '\\'
  }
  return '\\'
}

/** A line that ends with one escape sign is continued; two of them are a sign. */
function continued(line: string, escape: string): { text: string; open: boolean } {
  const bare = line.replace(/[ \t]+$/, '')
  if (!bare.endsWith(escape) || bare.endsWith(escape + escape)) return { text: line, open: false }
  return { text: bare.slice(0, -1), open: true }
}

interface Marker {
  readonly stop: string
  readonly chomp: boolean
}

const MARKER = /(?:^|[\s\d])<<(-?)\s*(?:"([^"\n]{1,200})"|'([^'\n]{1,200})'|([^\s<>"'|&;()]{1,200}))/g

function markersOf(text: string): readonly Marker[] {
  return [...text.matchAll(MARKER)].map((found) => ({ stop: found[2] ?? found[3] ?? found[4] ?? '', chomp: found[1] === '-' }))
}

function endOfBody(lines: readonly string[], from: number, { stop, chomp }: Marker): number {
  for (let at = from; at < lines.length; at++) {
    const line = lineAt(lines, at)
    if ((chomp ? line.replace(/^\t+/, '') : line) === stop) return at
  }
  return -1
}

function wordsOf(name: string, rest: string): readonly string[] {
  const text = withoutFlags(rest.trim())
  if (/^(?:RUN|CMD|ENTRYPOINT|SHELL|COPY|ADD|VOLUME)$/i.test(name)) {
    const listed = jsonStrings(text)
    if (listed !== null) return listed
    if (/^(?:RUN|CMD|ENTRYPOINT)$/i.test(name)) return text === '' ? [] : [text]
  }
  return text === '' ? [] : text.split(/\s+/)
}

function withoutFlags(text: string): string {
  let rest = text
  for (let flag = /^--[a-z][\w-]*(?:=\S*)?(?:\s+|$)/i.exec(rest); flag !== null; flag = /^--[a-z][\w-]*(?:=\S*)?(?:\s+|$)/i.exec(rest))
    rest = rest.slice(flag[0].length)
  return rest
}

function jsonStrings(text: string): readonly string[] | null {
  if (!text.startsWith('[') || text.length > 1_000_000) return null
  try {
    const value: unknown = JSON.parse(text)
    return Array.isArray(value) && value.every((item) => typeof item === 'string') ? (value as string[]) : null
  } catch {
    return null
  }
}
