/**
 * Names of identities: `**` stands for anything, `*` for anything without `/`. Compared from both ends and then piece by piece,
 * in time linear in the text for each star.
 */
export function starMatches(pattern: string, text: string): boolean {
  return matchFrom(tokens(pattern), text)
}

type Token = string | { readonly crosses: boolean }

function tokens(pattern: string): readonly Token[] {
  return pattern
    .split(/(\*+)/)
    .filter((part) => part !== '')
    .map((part) => (part.startsWith('*') ? { crosses: part.length > 1 } : part))
}

/** Positions of the text that the pattern so far can have reached; at most one pass over the text for a token. */
function matchFrom(pattern: readonly Token[], text: string): boolean {
  let reached = new Set([0])
  for (const token of pattern) {
    const next = new Set<number>()
    if (typeof token === 'string') {
      for (const at of reached) if (text.startsWith(token, at)) next.add(at + token.length)
    } else spread(reached, next, { text, crosses: token.crosses })
    if (next.size === 0) return false
    reached = next
  }
  return reached.has(text.length)
}

function spread(
  reached: ReadonlySet<number>,
  next: Set<number>,
  { text, crosses }: { readonly text: string; readonly crosses: boolean },
): void {
  let open = false
  for (let at = 0; at <= text.length; at++) {
    if (reached.has(at)) open = true
    if (open) next.add(at)
    if (!crosses && text[at] === '/') open = false
  }
}
