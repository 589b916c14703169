import type { Place } from '../outcome.ts'
import type { FileIndex } from '../facts/file-index.ts'
import { languageOf } from '../documents/source-files.ts'
import { isTestPath, isThirdParty } from '../documents/source-kind.ts'
import { syntaxOf } from './code-syntax.ts'
import { stripCode } from './strip-code.ts'
import { unsafeSpans } from './unsafe-spans.ts'

export interface LanguageSafety {
  readonly language: string
  /** Every line counts as unsafe in `unsafe` languages, only marked ones in `marked`, none in `safe`. */
  readonly kind: 'unsafe' | 'marked' | 'safe'
  readonly files: number
  /** Lines with code; comments and empty lines left out. */
  readonly lines: number
  readonly unsafeLines: number
  /** Blocks, functions, uses. */
  readonly unsafeSites: number
}

export interface MemorySafety {
  readonly languages: readonly LanguageSafety[]
  readonly lines: number
  readonly unsafeLines: number
  /** 0..1; 0 when there is no code. */
  readonly unsafeShare: number
  /** The same share over code that tests are made of, which is in none of the other figures. */
  readonly testLines: number
  /** The longest unsafe pieces in safe languages. */
  readonly sites: readonly (Place & { readonly lines: number; readonly what: string })[]
  /** The budget ended before the files did; the figures are lower bounds. */
  readonly cut: boolean
}

export interface MeasureOptions {
  /** Code that the tree brings along (vendored, installed) counts too. Default false. */
  readonly thirdParty?: boolean
}

const UNSAFE: ReadonlySet<string> = new Set(['C', 'C++', 'Objective-C', 'Assembly', 'Zig', 'Fortran', 'Pascal'])
const MARKED: ReadonlySet<string> = new Set([
  'Rust',
  'Go',
  'C#',
  'Swift',
  'Java',
  'Kotlin',
  'Scala',
  'D',
  'Nim',
  'Crystal',
  'Haskell',
  'Python',
])
const INTERPRETERS: ReadonlyMap<string, string> = new Map([
  ['sh', 'Shell'],
  ['bash', 'Shell'],
  ['zsh', 'Shell'],
  ['dash', 'Shell'],
  ['python', 'Python'],
  ['python3', 'Python'],
  ['perl', 'Perl'],
  ['ruby', 'Ruby'],
  ['node', 'JavaScript'],
  ['php', 'PHP'],
  ['lua', 'Lua'],
  ['Rscript', 'R'],
])
const MAX_CHARACTERS = 400_000_000
const MAX_SITES = 20

/** How much of a tree's code is written where nothing guards memory. Tests are counted apart. */
export function measureMemorySafety(files: FileIndex, options: MeasureOptions = {}): MemorySafety {
  const counts = new Map<string, { files: number; lines: number; unsafeLines: number; unsafeSites: number }>()
  const sites: (Place & { lines: number; what: string })[] = []
  let testLines = 0
  let characters = 0
  let cut = false
  for (const path of files.paths) {
    const lower = path.toLowerCase()
    if (options.thirdParty !== true && isThirdParty(lower)) continue
    const language = languageOf(lower) ?? byFirstLine(files, path)
    if (language === undefined) continue
    if (characters > MAX_CHARACTERS) {
      cut = true
      break
    }
    const text = files.text(path)
    if (text === null || text.includes('\0')) continue
    characters += text.length
    const code = stripCode(text, syntaxOf(language))
    const lines = codeLines(code)
    if (isTestPath(lower)) {
      testLines += lines.size
      continue
    }
    const count = counts.get(language) ?? { files: 0, lines: 0, unsafeLines: 0, unsafeSites: 0 }
    counts.set(language, count)
    count.files++
    count.lines += lines.size
    if (UNSAFE.has(language)) count.unsafeLines += lines.size
    else if (MARKED.has(language)) {
      for (const { line, endLine, what } of unsafeSpans(language, code, text)) {
        let inside = 0
        for (let at = line; at <= endLine; at++) if (lines.has(at)) inside++
        count.unsafeSites++
        count.unsafeLines += inside
        sites.push({ path, line, endLine, lines: inside, what })
      }
    }
  }
  const languages = [...counts]
    .map(([language, count]): LanguageSafety => ({
      language,
      kind: UNSAFE.has(language) ? 'unsafe' : MARKED.has(language) ? 'marked' : 'safe',
      ...count,
    }))
    .sort((a, b) => b.lines - a.lines || (a.language < b.language ? -1 : 1))
  const lines = languages.reduce((sum, one) => sum + one.lines, 0)
  const unsafeLines = languages.reduce((sum, one) => sum + one.unsafeLines, 0)
  return {
    languages,
    lines,
    unsafeLines,
    unsafeShare: lines === 0 ? 0 : unsafeLines / lines,
    testLines,
    sites: sites.sort((a, b) => b.lines - a.lines || ((a.path ?? '') < (b.path ?? '') ? -1 : 1)).slice(0, MAX_SITES),
    cut,
  }
}

/** Numbers of lines, 1-based, that hold code. */
function codeLines(code: string): ReadonlySet<number> {
  const lines = new Set<number>()
  for (const [at, line] of code.split('\n').entries()) if (line.trim() !== '') lines.add(at + 1)
  return lines
}

function byFirstLine(files: FileIndex, path: string): string | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1)
  if (name.includes('.')) return undefined
  const head = new TextDecoder().decode(files.bytes(path, 0, 120))
  const program = /^#!\s*\S*?(?:\/env\s+(?:-S\s+)?)?([\w.]+)(?=\s|$)/.exec(head)?.[1]
  return program === undefined ? undefined : INTERPRETERS.get(program)
}
