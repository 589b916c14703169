import { compileSegment, globSegments } from './glob-segment.ts'
import type { SegmentMatcher } from './glob-segment.ts'

/** Rules in the syntax of .gitignore (git, gitignore(5)). */
export interface IgnoreRules {
  /**
   * What the last fitting rule says of a path relative to the rules' folder: true ignored, false taken back by a `!` rule, null no rule
   * fits. Only the path itself is judged; what lies in an ignored folder is ignored with it.
   */
  judge(path: string, isFolder: boolean): boolean | null
}

interface Rule {
  readonly ignores: boolean
  readonly folderOnly: boolean
  /** Fits the last segment at any depth. */
  readonly anywhere: SegmentMatcher | null
  /** Otherwise all segments from the folder on; null stands for `**`. */
  readonly segments: readonly (SegmentMatcher | null)[]
}

/** Reads the lines of an ignore file. Lines that can never fit anything are left out, as git does. */
export function parseIgnore(text: string): IgnoreRules {
  const rules: Rule[] = []
  for (const line of text.replace(/^\ufeff/, '').split('\n')) {
    const rule = ruleOf(line.endsWith('\r') ? line.slice(0, -1) : line)
    if (rule !== null) rules.push(rule)
  }
  rules.reverse()
  return {
    judge(path, isFolder) {
      const segments = path.split('/')
      return rules.find((rule) => fits(rule, segments, isFolder))?.ignores ?? null
    },
  }
}

/**
 * A test for paths to leave out, from globs in .gitignore syntax; folders are given with a `/` at the end. A path in a folder that is
 * left out is left out too.
 */
export function excluder(globs: readonly string[]): (path: string) => boolean {
  if (globs.length === 0) return () => false
  const rules = parseIgnore(globs.join('\n'))
  return (path) => {
    const isFolder = path.endsWith('/')
    const clean = isFolder ? path.slice(0, -1) : path
    for (let slash = clean.indexOf('/'); slash >= 0; slash = clean.indexOf('/', slash + 1)) {
      if (rules.judge(clean.slice(0, slash), true) === true) return true
    }
    return rules.judge(clean, isFolder) === true
  }
}

function ruleOf(line: string): Rule | null {
  let glob = withoutTrailingBlanks(line)
  if (glob === '' || glob.startsWith('#')) return null
  const ignores = !glob.startsWith('!')
  if (!ignores) glob = glob.slice(1)
  const folderOnly = glob.endsWith('/')
  if (folderOnly) glob = glob.slice(0, -1)
  const isAnchored = glob.includes('/')
  if (glob.startsWith('/')) glob = glob.slice(1)
  if (glob === '') return null
  if (!isAnchored) {
    const anywhere = compileSegment(glob)
    return anywhere === null ? null : { ignores, folderOnly, anywhere, segments: [] }
  }
  const segments: (SegmentMatcher | null)[] = []
  for (const part of globSegments(glob)) {
    if (/^\*{2,}$/.test(part)) {
      if (segments[segments.length - 1] !== null) segments.push(null)
      continue
    }
    const matcher = compileSegment(part)
    if (matcher === null) return null
    segments.push(matcher)
  }
  // `a/**` is what lies in `a`, not `a`: at least one segment must follow.
  if (segments[segments.length - 1] === null) segments.push(() => true)
  return { ignores, folderOnly, anywhere: null, segments }
}

/** Blanks at the end do not count unless a `\` stands before them. */
function withoutTrailingBlanks(line: string): string {
  let end = line.length
  while (end > 0 && (line[end - 1] === ' ' || line[end - 1] === '\t')) {
    let slashes = 0
    while (line[end - 2 - slashes] === '\\') slashes++
    if (slashes % 2 === 1) break
    end--
  }
  return line.slice(0, end)
}

function fits({ folderOnly, anywhere, segments }: Rule, path: readonly string[], isFolder: boolean): boolean {
  if (folderOnly && !isFolder) return false
  if (anywhere !== null) return anywhere(path[path.length - 1] as string)
  let at = 0
  let wanted = 0
  let star = -1
  let starAt = 0
  while (at < path.length) {
    const matcher = segments[wanted]
    if (matcher === null) {
      star = wanted++
      starAt = at
    } else if (matcher?.(path[at] as string)) {
      wanted++
      at++
    } else if (star >= 0) {
      wanted = star + 1
      at = ++starAt
    } else return false
  }
  return wanted === segments.length
}
