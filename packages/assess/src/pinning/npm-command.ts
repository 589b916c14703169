import type { Reading } from '../probe.ts'
import { isProgram, isWord } from './command-name.ts'

const DOWNLOADS = ['install', 'i', 'install-test', 'update', 'ci']
const COMMIT = /^[a-fA-F0-9]{40}$/
const FROM_GIT = /^(?:github:|git:\/\/|git\+http:\/\/|git\+https:\/\/)/

/** Null when the command brings nothing in; else whether it takes only what a lock file or a commit fixes. */
export function npmPinned(words: readonly string[], reading: Reading): boolean | null {
  if (!isProgram(words[0], 'npm')) return null
  const download = words.slice(1).find((word) => DOWNLOADS.includes(word.toLowerCase()))
  if (download === undefined) return null
  if (reading === 'scorecard-5') return pinnedAsScorecard(words)
  return pinnedWords(words)
}

/** npm-install(1): a lock that is only written installs nothing, and every named package must be fixed. */
function pinnedWords(words: readonly string[]): boolean | null {
  const rest = words.slice(1).map((word) => word.replace(/^(['"])(.*)\1$/, '$2'))
  if (rest.some((word) => isWord(word, 'ci'))) return true
  if (rest.some((word) => word === '--package-lock-only' || word === '--dry-run')) return null
  const verb = rest.findIndex((word) => DOWNLOADS.includes(word.toLowerCase()))
  const named = rest.slice(verb + 1).filter((word) => !word.startsWith('-'))
  if (named.length === 0) return false
  return named.every((word) => isLocal(word) || (/[:/]/.test(word) && COMMIT.test(word.split('#')[1] ?? '')))
}

function isLocal(word: string): boolean {
  return /^(?:\.{1,2}(?:\/|$)|\/|~\/|file:)/.test(word)
}

function pinnedAsScorecard(words: readonly string[]): boolean {
  for (const word of words.slice(1)) {
    if (isWord(word, 'ci')) return true
    if (!FROM_GIT.test(word)) continue
    const parts = word.split('#')
    if (parts.length !== 2) return false
    if (COMMIT.test(parts[1] ?? '')) return true
  }
  return false
}
