import { isProgram, isWord } from './command-name.ts'

const DOWNLOADERS = ['curl', 'wget', 'gsutil']
const SHELLS = ['exec', 'su', 'sh', 'bash', 'mksh', 'dash', 'ksh']
const PYTHONS = ['python', 'python3', 'python2.7']
const OTHERS = ['perl', 'ruby', 'php', 'node', 'nodejs', 'java']
const INTERPRETERS = ['dotnet', 'nuget', ...OTHERS, ...SHELLS, ...PYTHONS]
const COMMIT = /^[a-fA-F0-9]{40}$/

/** Whether the command fetches a file from elsewhere. */
export function isDownload(words: readonly string[]): boolean {
  if (DOWNLOADERS.some((name) => isProgram(words[0], name))) return true
  return isProgram(words[0], 'aws') && isWord(words[1], 's3api') && isWord(words[2], 'get-object')
}

/** Whether the command runs what it is given. */
export function isInterpreter(words: readonly string[]): boolean {
  return INTERPRETERS.some((name) => isProgram(words[0], name))
}

/** Files, by their cleaned path, that the command runs by itself or by an interpreter. */
export function filesRun(words: readonly string[]): readonly string[] {
  const candidates = isInterpreter(words) ? words : words.slice(0, 1)
  return [...new Set(candidates.map(cleanedPath))]
}

/** A path without `.`, doubled slashes and case, so that two spellings of one file are equal. */
export function cleanedPath(path: string): string {
  const parts: string[] = []
  for (const part of path.toLowerCase().split('/')) {
    if (part === '' || part === '.') continue
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop()
    else parts.push(part)
  }
  return (path.startsWith('/') ? '/' : '') + parts.join('/')
}

/** The program that takes a command as text after a flag with `c` in it (`bash -ec`), or null. */
export function commandInterpreter(words: readonly string[]): string | null {
  for (const name of INTERPRETERS) {
    let seen = false
    for (const word of words) {
      if (isProgram(word, name)) seen = true
      else if (seen && word.startsWith('-') && word.includes('c')) return name
    }
  }
  return null
}

/** Whether the interpreter's text is shell. */
export function readsShell(interpreter: string): boolean {
  return !PYTHONS.includes(interpreter) && !OTHERS.includes(interpreter)
}

/** Whether nothing fixes what the download gives: a raw file at a full commit id does. */
export function isUnpinnedDownload(words: readonly string[]): boolean {
  const urls = words.map((word) => word.replace(/^(['"])(.*)\1$/, '$2')).filter((word) => /^(?:[a-z][a-z0-9+.-]*:|\/)/i.test(word))
  const pinned = urls.filter((url) => {
    const path = /^https:\/\/raw\.githubusercontent\.com(\/[^?#]*)/.exec(url)?.[1]
    const segments = path?.split('/') ?? []
    return segments.length > 4 && COMMIT.test(segments[3] ?? '')
  })
  return pinned.length === 0 || pinned.length !== urls.length
}

/** Name of the file that a download writes, or null when the command does not say. */
export function downloadedFile(words: readonly string[]): string | null {
  if (isProgram(words[0], 'wget')) {
    const at = words.findIndex((word, index) => index > 0 && index < words.length - 1 && isWord(word, '-o'))
    if (at !== -1) return words[at + 1] ?? null
    const url = words.slice(1).find((word) => word.startsWith('http'))
    return url === undefined ? null : baseOfUrl(url)
  }
  if (isProgram(words[0], 'gsutil')) {
    const at = words.findIndex((word, index) => index > 0 && index < words.length - 1 && word.startsWith('gs://'))
    return at === -1 ? null : inFolder(words[at + 1] ?? '', words[at] ?? '')
  }
  if (isProgram(words[0], 'aws') && words.length > 3) return inFolder(words.at(-1) ?? '', words.at(-2) ?? '')
  return null
}

function inFolder(target: string, source: string): string {
  const isFolder = target === '.' || target.endsWith('/')
  return isFolder ? `${target === '.' ? '' : target}${baseOfUrl(source)}` : target
}

function baseOfUrl(url: string): string {
  const path = (url.split(/[?#]/)[0] ?? '').replace(/\/+$/, '')
  return path.slice(path.lastIndexOf('/') + 1)
}
