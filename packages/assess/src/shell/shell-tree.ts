/** One piece of a word. `nested` are the commands that expanding it would run. */
export type ShellPart =
  | { readonly kind: 'literal' | 'single'; readonly text: string }
  | { readonly kind: 'double'; readonly parts: readonly ShellPart[] }
  | { readonly kind: 'command' | 'process-in' | 'process-out'; readonly nested: readonly ShellStatement[] }
  | { readonly kind: 'expansion'; readonly nested: readonly ShellStatement[] }

export interface ShellWord {
  /** Offset in the parsed text. */
  readonly offset: number
  readonly parts: readonly ShellPart[]
}

export interface ShellRedirect {
  readonly operator: string
  readonly word: ShellWord
  /** Body of a here-document, with the commands that expanding it would run. */
  readonly body?: readonly ShellPart[]
}

export type ShellCommand =
  | { readonly kind: 'call'; readonly offset: number; readonly assigns: readonly ShellWord[]; readonly words: readonly ShellWord[] }
  | {
      readonly kind: 'binary'
      readonly offset: number
      readonly operator: '|' | '|&' | '&&' | '||'
      readonly left: ShellStatement
      readonly right: ShellStatement
    }
  | { readonly kind: 'compound'; readonly offset: number; readonly children: readonly (ShellStatement | ShellWord)[] }

export interface ShellStatement {
  readonly offset: number
  /** Offset behind its last character. */
  readonly end: number
  readonly command: ShellCommand | null
  readonly redirects: readonly ShellRedirect[]
}

export interface ShellScript {
  readonly text: string
  readonly statements: readonly ShellStatement[]
}

/** The text is not shell as bash reads it, or nests too deep. */
export class ShellInvalid extends Error {
  override readonly name = 'ShellInvalid'
  readonly offset: number

  constructor(reason: string, offset: number) {
    super(reason)
    this.offset = offset
  }
}
