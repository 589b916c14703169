/** How comments and strings look in a language; enough to blank them out. */
export interface CodeSyntax {
  readonly line: readonly string[]
  readonly block?: readonly [open: string, close: string]
  /** Block comments inside each other. */
  readonly nested?: boolean
  /** Characters that begin and end a string; a backslash escapes. */
  readonly quotes: readonly string[]
  /** Begins and ends a string over several lines, no escapes. */
  readonly raw?: readonly string[]
  /** `r#"…"#` of Rust. */
  readonly hashes?: boolean
  /** A quote that also begins a lifetime or a number's separator: only `'x'` and `'\n'` are strings. */
  readonly character?: boolean
}

const C: CodeSyntax = { line: ['//'], block: ['/*', '*/'], quotes: ['"'], character: true }
const HASH: CodeSyntax = { line: ['#'], quotes: ['"', "'"] }

const SYNTAX: ReadonlyMap<string, CodeSyntax> = new Map([
  ...['C', 'C++', 'Objective-C', 'Java', 'C#', 'Zig', 'D'].map((language) => [language, C] as const),
  ...['Kotlin', 'Scala', 'Groovy', 'Dart'].map((language) => [language, { ...C, nested: true, raw: ['"""'] }] as const),
  ...['Swift'].map((language) => [language, { ...C, nested: true, raw: ['"""'] }] as const),
  ['Rust', { ...C, nested: true, hashes: true }],
  ['Go', { ...C, raw: ['`'] }],
  ...['JavaScript', 'TypeScript', 'Vue', 'Svelte', 'Solidity', 'PHP'].map(
    (language) => [language, { line: ['//'], block: ['/*', '*/'], quotes: ['"', "'", '`'] } satisfies CodeSyntax] as const,
  ),
  ['Python', { ...HASH, raw: ['"""', "'''"] }],
  ...['Ruby', 'Perl', 'Shell', 'R', 'Julia', 'Elixir', 'Nim', 'Crystal', 'PowerShell', 'Tcl'].map((language) => [language, HASH] as const),
  ['Haskell', { line: ['--'], block: ['{-', '-}'], nested: true, quotes: ['"'] }],
  ['Lua', { line: ['--'], block: ['--[[', ']]'], quotes: ['"', "'"] }],
  ['Ada', { line: ['--'], quotes: ['"'] }],
  ['OCaml', { line: [], block: ['(*', '*)'], nested: true, quotes: ['"'] }],
  ['F#', { line: ['//'], block: ['(*', '*)'], quotes: ['"'] }],
  ['Pascal', { line: ['//'], block: ['{', '}'], quotes: ["'"] }],
  ['Erlang', { line: ['%'], quotes: ['"', "'"] }],
  ...['Clojure', 'Assembly'].map(
    (language) => [language, { line: [';'], block: ['/*', '*/'], quotes: ['"'] } satisfies CodeSyntax] as const,
  ),
  ['Fortran', { line: ['!'], quotes: ['"', "'"] }],
  ['COBOL', { line: ['*>'], quotes: ['"', "'"] }],
  ['Visual Basic', { line: ["'"], quotes: ['"'] }],
])

/** Syntax of a language that `languageOf` knows; that of C where nothing better is known. */
export function syntaxOf(language: string): CodeSyntax {
  return SYNTAX.get(language) ?? C
}
