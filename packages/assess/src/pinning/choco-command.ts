import { isProgram, isWord } from './command-name.ts'

const CHECKED = ['--requirechecksum', '--requirechecksums', '--require-checksums']

/** Null when the command installs nothing with Chocolatey; else whether it insists on checksums. */
export function chocoPinned(words: readonly string[]): boolean | null {
  if (!(isProgram(words[0], 'choco') || isProgram(words[0], 'choco.exe')) || !isWord(words[1], 'install')) return null
  return words.slice(2).some((word) => CHECKED.includes((word.split('=')[0] ?? '').toLowerCase()))
}
