/** One `Key: value` line at the end of a commit message. */
export interface GitTrailer {
  readonly key: string
  /** Continuation lines joined by one space. */
  readonly value: string
}

const TRAILER = /^([A-Za-z0-9][A-Za-z0-9-]*)[ \t]*:/
const MADE_BY_GIT = ['Signed-off-by: ', '(cherry picked from commit ']
const MAX_TRAILERS = 1000

/**
 * Trailers of a message by the rules of git-interpret-trailers: the last paragraph, not the first; every line of it a trailer, or one
 * made by git itself among them and no more than three other lines for each trailer.
 */
export function parseTrailers(message: string): readonly GitTrailer[] {
  const lines = message.trimEnd().split('\n')
  const start = lines.findLastIndex((line) => line.trim() === '') + 1
  if (start === 0) return []
  const block = lines.slice(start)
  if (block.length > MAX_TRAILERS || !isTrailerBlock(block)) return []
  const trailers: { readonly key: string; value: string }[] = []
  let open = false
  for (const line of block) {
    const match = TRAILER.exec(line)
    const last = trailers.at(-1)
    if (match !== null) trailers.push({ key: match[1] as string, value: line.slice(match[0].length).trim() })
    else if (open && last !== undefined && /^[ \t]/.test(line)) last.value = `${last.value} ${line.trim()}`.trim()
    open = match !== null || (open && /^[ \t]/.test(line))
  }
  return trailers
}

function isTrailerBlock(block: readonly string[]): boolean {
  let trailers = 0
  let others = 0
  let byGit = false
  let inTrailer = false
  for (const line of block) {
    const isOwn = MADE_BY_GIT.some((prefix) => line.startsWith(prefix))
    if (isOwn) byGit = true
    if (isOwn || TRAILER.test(line)) {
      trailers++
      inTrailer = true
    } else if (!/^[ \t]/.test(line) || !inTrailer) {
      others++
      inTrailer = false
    }
  }
  return trailers > 0 && (others === 0 || (byGit && trailers * 3 >= others))
}
