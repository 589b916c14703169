import type { ShellCommand } from './shell-tree.ts'

/**
 * Words of a command whose text is known before anything is expanded, `sudo` left out; quoted ones keep their quotes. Words with
 * an expansion in them are left out: nobody can say here what they are.
 */
export function simpleWords(command: ShellCommand | null): readonly string[] | null {
  if (command === null || command.kind !== 'call') return null
  const words: string[] = []
  for (const { parts } of command.words) {
    const [part, ...more] = parts
    if (part === undefined || more.length > 0) continue
    if (part.kind === 'single') words.push(`'${part.text}'`)
    else if (part.kind === 'double') {
      const [inner, ...others] = part.parts
      if (inner?.kind === 'literal' && others.length === 0) words.push(`"${inner.text}"`)
    } else if (part.kind === 'literal' && part.text.toLowerCase() !== 'sudo') words.push(part.text)
  }
  return words
}
