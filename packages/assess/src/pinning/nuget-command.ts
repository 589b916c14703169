import { isProgram, isWord } from './command-name.ts'

function has(words: readonly string[], from: number, ...flags: readonly string[]): boolean {
  return words.slice(from).some((word) => flags.includes(word.toLowerCase()))
}

/** Null when the command brings no NuGet package in; else whether a version or a lock file fixes what comes. */
export function nugetPinned(words: readonly string[]): boolean | null {
  const [first, verb] = words
  if (isProgram(first, 'dotnet') || isProgram(first, 'dotnet.exe')) {
    if (words.length >= 4 && isWord(verb, 'add') && (isWord(words[2], 'package') || isWord(words[3], 'package')))
      return has(words, 3, '-v', '--version')
    if (isWord(verb, 'restore')) return has(words, 2, '--locked-mode')
  }
  if (isProgram(first, 'nuget') || isProgram(first, 'nuget.exe')) {
    if (isWord(verb, 'install')) return words.length === 2 || (words[2] ?? '').endsWith('packages.config') || has(words, 2, '-version')
    if (isWord(verb, 'restore')) return has(words, 2, '-lockedmode')
  }
  if ((isProgram(first, 'msbuild') || isProgram(first, 'msbuild.exe')) && has(words, 1, '/t:restore'))
    return has(words, 2, '/p:restorelockedmode=true')
  return null
}
