import { no, notApplicable, undeclared, yes } from '../documents/answer.ts'
import { ciCommands } from '../documents/ci-commands.ts'
import { lockFiles } from '../documents/lock-files.ts'
import { cleanSnippet } from '../documents/prose.ts'
import { defineProbe } from '../probe.ts'

const FROZEN =
  /\bnpm\s+(?:ci|clean-install|cit)\b|--frozen-lockfile\b|--immutable\b|\bpnpm\s+i(?:nstall)?\b(?!.{0,80}--no-frozen-lockfile)|--locked\b|--frozen\b|--require-hashes\b|-mod=(?:readonly|vendor)\b|\bgo\s+(?:build|test|install)\s|\bpipenv\s+(?:sync|install\s+--deploy)|\bpoetry\s+(?:install|sync)\b|\buv\s+sync\b|\bbundle\s+config.{0,60}(?:deployment|frozen)|\bcomposer\s+install\b|--locked-mode\b|\bnix\s+(?:build|develop|flake)\b/
const LOOSE =
  /\b(?:npm\s+(?:install|i|update)|yarn\s+install(?!.{0,120}(?:--frozen-lockfile|--immutable)))\s*(?:$|[&|;]|--(?!package-lock-only|no-package-lock))/

export default defineProbe({
  id: 'installsFromLock',
  title: 'Does CI install exactly what the lock files say?',
  remediation: {
    text: 'Install with the command that obeys the lock: npm ci, --frozen-lockfile, --locked, --require-hashes',
    effort: 'low',
  },
  run(facts) {
    if (lockFiles(facts).length === 0) return notApplicable('There is no lock file', [{ path: '.' }])
    const commands = ciCommands(facts).filter(({ kind }) => kind === 'run')
    const loose = commands.filter(({ text }) => LOOSE.test(text) && !/\s-g\b|--global\b/.test(text))
    const frozen = commands.filter(({ text }) => FROZEN.test(text))
    const shown = (list: typeof commands) => list.slice(0, 5).map(({ path, line, text }) => ({ path, line, snippet: cleanSnippet(text) }))
    if (loose.length > 0) return no('CI installs without holding to the lock file', shown(loose))
    if (frozen.length > 0) return yes('CI installs what the lock file says', shown(frozen))
    return undeclared('no install command is seen in CI')
  },
})
