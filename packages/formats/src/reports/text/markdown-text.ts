import { oneLine, printable } from './printable.ts'

/**
 * Text of the input for GitHub flavoured Markdown: nothing in it is markup, HTML, a link, a mention or an issue reference.
 * The empty comment splits what GitHub would link after rendering.
 */
export function mdText(text: string): string {
  return oneLine(text)
    .replace(/[\\`*_{}[\]#|~!$]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/@|\\#|:(?=\/\/)|www(?=\.)|GH(?=-\d)/gi, '$&<!-- -->')
}

/** A code span that holds any text; in a table a pipe inside still needs its backslash. */
export function mdCode(text: string, { table = false }: { readonly table?: boolean } = {}): string {
  const clean = printable(text)
  if (clean === '') return ''
  const runs: readonly string[] = clean.match(/`+/g) ?? []
  let fence = '`'
  while (runs.includes(fence)) fence += '`'
  const padding = clean.startsWith('`') || clean.endsWith('`') ? ' ' : ''
  const span = fence + padding + clean + padding + fence
  return table ? span.replaceAll('|', '\\|') : span
}
