import type { ElixirTerm } from './elixir-term.ts'
import { readElixirTerm } from './elixir-term.ts'

/**
 * Reads the terms of an Erlang file (`term.` each, as file:consult/1 does). Of Erlang's syntax only what lock files hold:
 * binaries, atoms, numbers, tuples, lists. Throws SyntaxError with a line for everything else.
 */
export function readErlangTerms(text: string): readonly ElixirTerm[] {
  // Written the Elixir way, line for line: binaries as strings, comments with #, the terms as items of one list.
  const strings = text.replace(/<<("(?:[^"\\]|\\.)*")(?:\/utf8)?>>/g, '$1').replace(/^([ \t]*)%+/gm, '$1#')
  return readElixirTerm(`[${strings.replace(/([}\]])\.[ \t\r]*$/gm, '$1,')}\n]`).items
}
