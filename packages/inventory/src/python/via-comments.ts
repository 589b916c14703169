import { pypiName } from './pypi-name.ts'

/** Who needs a requirement, as pip-compile and uv note it below (`# via …`). */
export interface Via {
  /** Normalised names of other packages of the file. */
  readonly packages: readonly string[]
  /** Whether an input file or project asks for it itself. */
  readonly direct: boolean
}

/** Reads the comments that belong to one requirement; null when none of them is a `via` comment. */
export function viaOf(comments: readonly string[]): Via | null {
  const packages: string[] = []
  let direct = false
  let inside = false
  for (const comment of comments) {
    const text = comment.trim()
    const start = /^via\b:?\s*/.exec(text)
    if (start !== null) inside = true
    if (!inside) continue
    for (const part of text.slice(start?.[0].length ?? 0).split(',')) {
      const who = part.trim()
      if (who === '') continue
      // `-r requirements.in`, `-c limits.txt`, `name (pyproject.toml)`, `name (setup.py)`: an input, not a package.
      if (/^[A-Za-z0-9][A-Za-z0-9._-]*(?:\[[^\]]*\])?$/.test(who)) packages.push(pypiName(who.replace(/\[.*$/, '')))
      else if (!/^-c\b/.test(who)) direct = true
    }
  }
  return inside ? { packages, direct } : null
}
