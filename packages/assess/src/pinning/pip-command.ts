import type { Reading } from '../probe.ts'
import { isProgram, isWord } from './command-name.ts'

const PYTHONS = ['python', 'python3', 'python2.7']
const GIT_COMMIT = /^git(?:\+(?:https?|ssh|git))?:\/\/.*@[a-fA-F0-9]{40}(?:#egg=.*)?$/

/** Null when the command installs nothing with pip; else whether it takes only what hashes or a commit fix. */
export function pipPinned(words: readonly string[], reading: Reading): boolean | null {
  const pip = pipWords(words)
  if (pip === null || !isWord(pip[1], 'install')) return null
  return reading === 'scorecard-5' ? pinnedAsScorecard(pip) : pinnedArguments(pip)
}

function pipWords(words: readonly string[]): readonly string[] | null {
  const [first] = words
  if (isProgram(first, 'pip') || isProgram(first, 'pip3')) return words
  if (!PYTHONS.some((name) => isProgram(first, name))) return null
  const at = words.findIndex((word, index) => index > 0 && isWord(word, '-m') && isWord(words[index + 1], 'pip'))
  return at === -1 ? null : words.slice(at + 1)
}

/** pip's own rules (pip documentation, "Secure installs" and "VCS support"): hashes on all requirements, or a commit and no dependencies. */
function pinnedArguments(words: readonly string[]): boolean | null {
  const rest = words.slice(2).map((word) => word.replace(/^(['"])(.*)\1$/, '$2'))
  if (rest.some((word) => word === '--require-hashes' || word.startsWith('--hash=sha'))) return true
  if (rest.includes('--dry-run') || rest.includes('--help')) return null
  const noDependencies = rest.includes('--no-deps')
  const sources = rest.filter((word, at) => !word.startsWith('-') && !takesValue(rest[at - 1]))
  if (rest.some((word) => word === '-r' || word.startsWith('--requirement'))) return false
  if (sources.length === 0) return false
  const editable = rest.includes('-e') || rest.includes('--editable')
  return sources.every((source) => {
    const name = source.replace(/^[\w.[\]-]+ ?@ ?/, '')
    if (name.endsWith('.whl') && !/^https?:/.test(name)) return true
    if (GIT_COMMIT.test(name) || /^https:.*#sha256=[a-f0-9]{64}$/.test(name)) return noDependencies || !editable
    return noDependencies && isLocal(name)
  })
}

function isLocal(source: string): boolean {
  return /^(?:\.|\/|~\/|file:)/.test(source)
}

const WITH_VALUE = new Set([
  '-r',
  '-c',
  '-i',
  '-f',
  '-t',
  '--requirement',
  '--constraint',
  '--index-url',
  '--extra-index-url',
  '--find-links',
  '--target',
  '--prefix',
  '--root',
  '--trusted-host',
  '--timeout',
  '--retries',
  '--cache-dir',
  '--platform',
  '--python-version',
  '--proxy',
])

function takesValue(word: string | undefined): boolean {
  return word !== undefined && WITH_VALUE.has(word)
}

function pinnedAsScorecard(words: readonly string[]): boolean {
  let [noDependencies, editable, pinnedEditable, hashes, others, wheel] = [false, false, true, false, false, false]
  for (const word of words.slice(2)) {
    if (isWord(word, '--no-deps')) noDependencies = true
    else if (word === '-e' || word === '--editable') editable = true
    else if (isWord(word, '--require-hashes')) {
      hashes = true
      break
    } else if (/^--?\w+(?:--?\w+)*$/.test(word)) continue
    else if (word.endsWith('.whl')) wheel = true
    else if (editable) pinnedEditable &&= !/^(?:git|svn|hg|bzr)./.test(word) || GIT_COMMIT.test(word)
    else others = true
  }
  if (editable) return noDependencies && pinnedEditable
  if (hashes) return true
  return !others && wheel
}
