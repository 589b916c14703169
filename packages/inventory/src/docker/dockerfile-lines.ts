/** One instruction of a Dockerfile: continued lines in one, without comments and here-documents. */
export interface DockerInstruction {
  /** Upper-case. */
  readonly word: string
  readonly rest: string
  /** 1-based line where it starts. */
  readonly line: number
}

/**
 * Instructions of a Dockerfile (Dockerfile reference, "Format", "Parser directives", "Here-documents"). Linear in the text. `whole`
 * tells whether every here-document has its end.
 */
export function dockerInstructions(text: string): { readonly instructions: readonly DockerInstruction[]; readonly whole: boolean } {
  const instructions: DockerInstruction[] = []
  const escape = /^(?:#[^\n]*\n){0,5}?#[ \t]*escape[ \t]*=[ \t]*`/i.test(text) ? '`' : '\\'
  const ends: string[] = []
  let current: string[] = []
  let start = 0
  let number = 0
  for (const raw of text.split('\n')) {
    number++
    const line = raw.endsWith('\r') ? raw.slice(0, -1) : raw
    const end = ends[0]
    if (end !== undefined) {
      if (line.replace(/^\t+/, '') === end) ends.shift()
      continue
    }
    const written = line.trim()
    // Comments and empty lines may stand between continued lines.
    if (written === '' || written.startsWith('#')) continue
    if (current.length === 0) start = number
    const continued = written.endsWith(escape)
    current.push(continued ? written.slice(0, -1) : written)
    if (continued) continue
    const instruction = instructionOf(current.join(' '), start)
    current = []
    instructions.push(instruction)
    ends.push(...hereDocuments(instruction))
  }
  if (current.length > 0) instructions.push(instructionOf(current.join(' '), start))
  return { instructions, whole: ends.length === 0 }
}

function instructionOf(text: string, line: number): DockerInstruction {
  const written = text.trim()
  const blank = written.search(/\s/)
  const word = (blank < 0 ? written : written.slice(0, blank)).toUpperCase()
  return { word, rest: blank < 0 ? '' : written.slice(blank).trim(), line }
}

/** Words that end the here-documents which an instruction opens. */
function hereDocuments({ word, rest }: DockerInstruction): readonly string[] {
  if (word !== 'RUN' && word !== 'COPY' && word !== 'ADD') return []
  return [...rest.matchAll(/(?:^|[^<])<<-?(["']?)([A-Za-z_]\w{0,100})\1(?=\s|$|[|&;>)])/g)].map(([, , name = '']) => name)
}
