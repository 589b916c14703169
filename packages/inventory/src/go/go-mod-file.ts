import type { LineFault } from '../text/report-faults.ts'

/** A module and its version as go.mod writes them; version `` where none stands. */
export interface ModuleVersion {
  readonly path: string
  readonly version: string
}

export interface GoRequire extends ModuleVersion {
  readonly indirect: boolean
  /** 1-based. */
  readonly line: number
}

export interface GoReplace {
  readonly old: ModuleVersion
  /** A module, or a folder (`./x`, `../x`, absolute) without version. */
  readonly by: ModuleVersion
  readonly line: number
}

/** One go.mod or go.work file. */
export interface GoModFile {
  readonly module: string
  readonly go: { readonly version: string; readonly line: number } | null
  readonly toolchain: { readonly name: string; readonly line: number } | null
  readonly requires: readonly GoRequire[]
  readonly replaces: readonly GoReplace[]
  /** Folders of go.work's `use`. */
  readonly uses: readonly string[]
  readonly faults: readonly LineFault[]
}

const IGNORED = new Set(['exclude', 'godebug', 'retract', 'tool', 'ignore'])

/** Reads the grammar of go.mod and go.work (Go Modules Reference, "go.mod files", "Workspaces"). Never throws; faults say what was lost. */
export function readGoModFile(text: string): GoModFile {
  const file = {
    module: '',
    go: null as GoModFile['go'],
    toolchain: null as GoModFile['toolchain'],
    requires: [] as GoRequire[],
    replaces: [] as GoReplace[],
    uses: [] as string[],
    faults: [] as LineFault[],
  }
  let block = ''
  let blockLine = 0

  function statement(verb: string, words: readonly string[], { line, comment }: { line: number; comment: string }): void {
    const [first = '', second = ''] = words
    const fault = (): void => void file.faults.push({ what: [verb, ...words].join(' '), line, kind: 'malformed' })
    if (verb === 'module') {
      if (file.module !== '' || words.length !== 1) fault()
      else file.module = first
    } else if (verb === 'go') {
      if (file.go !== null || words.length !== 1) fault()
      else file.go = { version: first, line }
    } else if (verb === 'toolchain') file.toolchain = { name: first, line }
    else if (verb === 'require') {
      if (words.length !== 2) fault()
      else file.requires.push({ path: first, version: second, indirect: /^\s*indirect\b/.test(comment), line })
    } else if (verb === 'replace') {
      const arrow = words.indexOf('=>')
      const old = words.slice(0, arrow)
      const by = words.slice(arrow + 1)
      if (arrow < 1 || old.length > 2 || by.length < 1 || by.length > 2) fault()
      else file.replaces.push({ old: { path: first, version: old[1] ?? '' }, by: { path: by[0] ?? '', version: by[1] ?? '' }, line })
    } else if (verb === 'use') file.uses.push(first)
    else if (!IGNORED.has(verb)) file.faults.push({ what: verb, line, kind: 'unknown' })
  }

  let line = 0
  for (const raw of text.split('\n')) {
    line++
    const slashes = raw.indexOf('//')
    const comment = slashes < 0 ? '' : raw.slice(slashes + 2)
    const words = wordsOf(slashes < 0 ? raw : raw.slice(0, slashes))
    const [verb] = words
    if (verb === undefined) continue
    if (block !== '') {
      if (verb === ')') block = ''
      else statement(block, words, { line, comment })
    } else if (words[1] === '(' && words.length === 2) {
      block = verb
      blockLine = line
      if (!IGNORED.has(verb) && !['module', 'go', 'require', 'replace', 'use'].includes(verb)) statement(verb, [], { line, comment })
    } else if (words[1] !== '(' || words.at(-1) !== ')') statement(verb, words.slice(1), { line, comment })
    else if (words.length > 3) statement(verb, words.slice(2, -1), { line, comment })
  }
  if (block !== '') file.faults.push({ what: `${block} ( without its end`, line: blockLine, kind: 'malformed' })
  return file
}

function wordsOf(code: string): readonly string[] {
  return code
    .split(/[ \t\r]+/)
    .filter((word) => word !== '')
    .flatMap((word) => (word.length > 1 && word.endsWith('(') ? [word.slice(0, -1), '('] : [word]))
    .map((word) => (/^(["`]).*\1$/.test(word) && word.length > 1 ? word.slice(1, -1) : word))
}
