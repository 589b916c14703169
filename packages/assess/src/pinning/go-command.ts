import { isProgram } from './command-name.ts'

const FLAGS = new Set(['-d', '-f', '-t', '-u', '-v', '-fix', '-insecure'])
const HASH = /^[A-Fa-f0-9]{40,}$/
const VERSION = /^v\d+\.\d+\.\d+(?:-[0-9A-Za-z-.]+)?(?:\+[0-9A-Za-z-.]+)?$/

/** Null when the command fetches nothing; else whether the version is one that the checksum database fixes. */
export function goPinned(words: readonly string[]): boolean | null {
  if (words.length <= 2 || !isProgram(words[0], 'go') || !['get', 'install'].includes(words[1] ?? '')) return null
  let insecure = false
  for (let at = 1; at < words.length - 1; at++) {
    while (at < words.length - 1 && FLAGS.has(words[at + 1] ?? '')) {
      if (words[at + 1] === '-insecure') insecure = true
      at++
    }
    const name = words[at + 1]
    // Only flags were given, or a folder of the tree.
    if (name === undefined || !/\w\.\w+\/\w/.test(name)) return true
    const [, version, ...more] = name.split('@')
    if (version === undefined || more.length > 0) continue
    if (version === 'none' || HASH.test(version) || (!insecure && VERSION.test(version))) return true
  }
  return false
}
