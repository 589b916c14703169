/** A piece of code in a safe language that leaves its guarantees; lines are 1-based. */
export interface UnsafeSpan {
  readonly line: number
  readonly endLine: number
  /** `unsafe block`, `unsafe fn`, `cgo`, `pointer` … */
  readonly what: string
}

const MAX_SPANS = 10_000
const LINES: ReadonlyMap<string, readonly (readonly [what: string, pattern: RegExp])[]> = new Map([
  [
    'Go',
    [
      ['unsafe', /\bunsafe\.\w+/],
      ['cgo', /^\s*(?:import\s+)?"C"\s*$|\bC\.\w+\s*\(/],
      ['linkname', /^\/\/go:linkname\b/],
    ],
  ],
  [
    'Swift',
    [
      [
        'pointer',
        /\bUnsafe(?:Mutable)?(?:Raw)?(?:Buffer)?Pointer\b|\bwithUnsafe\w+|\bunsafe(?:BitCast|Downcast|Address\w*)\b|\bunowned\s*\(unsafe\)|\bUnmanaged\b/,
      ],
    ],
  ],
  [
    'Java',
    [
      ['Unsafe', /\b(?:sun\.misc|jdk\.internal\.misc)\.Unsafe\b|\bUnsafe\.getUnsafe\b|\bMemorySegment\.ofAddress\b/],
      ['native', /\bnative\s+[\w<>[\].]+\s+\w+\s*\(/],
    ],
  ],
  [
    'Kotlin',
    [
      ['native', /\bexternal\s+fun\b/],
      ['pointer', /\bCPointer\b|\bmemScoped\b|\bsun\.misc\.Unsafe\b/],
    ],
  ],
  [
    'Scala',
    [
      ['native', /@native\b/],
      ['Unsafe', /\bsun\.misc\.Unsafe\b/],
    ],
  ],
  ['D', [['system', /@system\b|@trusted\b/]]],
  ['Nim', [['pointer', /\b(?:cast\[|unsafeAddr|ptr\s+\w|alloc0?\()/]]],
  ['Crystal', [['pointer', /\b(?:Pointer\(|unsafe_\w+|\.to_unsafe\b)/]]],
  ['Haskell', [['unsafe', /\bunsafe(?:PerformIO|Coerce|InterleaveIO|Dupable\w*)\b|\bforeign\s+import\b/]]],
  ['Python', [['ctypes', /^\s*(?:import|from)\s+(?:ctypes|cffi)\b/]]],
])

/**
 * Where code that is otherwise memory-safe is not: blocks, functions, impls and externs of Rust, blocks and members of C#, uses
 * in the other languages. `code` has its comments and strings blanked; `text` is the original, whose imports stand in strings.
 */
export function unsafeSpans(language: string, code: string, text: string): readonly UnsafeSpan[] {
  if (language === 'Rust') return blocks(code, /\bunsafe\s*(?:\{|(?:extern\b[^;{]{0,40}\s)?fn\b|impl\b|trait\b|extern\b)/g)
  if (language === 'C#') return blocks(code, /\bunsafe\b/g)
  const patterns = LINES.get(language)
  if (patterns === undefined) return []
  const spans: UnsafeSpan[] = []
  const originals = text.split('\n')
  for (const [at, line] of code.split('\n').entries()) {
    if (spans.length >= MAX_SPANS) break
    const seen = language === 'Go' ? `${line}` : line
    for (const [what, pattern] of patterns) {
      const whole =
        what === 'cgo' && /^\s*(?:import\s+)?"\s*"\s*$/.test(seen)
          ? (originals[at] ?? '')
          : what === 'linkname'
            ? (originals[at] ?? '')
            : seen
      if (!pattern.test(whole.slice(0, 2_000))) continue
      spans.push({ line: at + 1, endLine: at + 1, what })
      break
    }
  }
  return spans
}

/** From each hit to the brace that closes what it opens, or to the semicolon when nothing opens. */
function blocks(code: string, start: RegExp): readonly UnsafeSpan[] {
  const spans: UnsafeSpan[] = []
  let line = 1
  let counted = 0
  const lineAt = (offset: number): number => {
    for (; counted < offset; counted++) if (code.charCodeAt(counted) === 10) line++
    return line
  }
  let covered = 0
  for (const hit of code.matchAll(start)) {
    // What lies within a span is counted with it.
    if (hit.index < covered || spans.length >= MAX_SPANS) continue
    const first = lineAt(hit.index)
    const end = closing(code, hit.index)
    covered = end
    spans.push({ line: first, endLine: lineAt(end), what: whatIs(hit[0]) })
  }
  return spans
}

function closing(code: string, from: number): number {
  let depth = 0
  for (let at = from; at < code.length; at++) {
    const sign = code[at]
    if (sign === '{') depth++
    else if (sign === '}') {
      if (--depth <= 0) return at
    } else if (sign === ';' && depth === 0) return at
  }
  return code.length
}

function whatIs(text: string): string {
  const word = /\b(fn|impl|trait|extern)\b/.exec(text)?.[1]
  return word === undefined ? 'unsafe block' : `unsafe ${word}`
}
