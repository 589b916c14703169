import { DocumentInvalid, readJson } from '@cupel/formats'
import type { Facts } from '../facts/facts.ts'
import { reading } from '../facts/reading.ts'
import { commandLines } from './command-lines.ts'
import { isThirdParty } from './source-kind.ts'

/** One line that a task of the project runs. */
export interface TaskLine {
  readonly path: string
  readonly line: number
  readonly text: string
}

const NPM = /\b(?:npm|pnpm|yarn|bun)\s+(?:(?:-{1,2}[\w-]+(?:[= ][\w./@*-]+)?\s+){0,4})(?:run(?:-script)?\s+|exec\s+)?([\w:.-]+)/g
const MAKE = /\b(?:make|gmake|just|task|mage|invoke|inv)\b([^|;&]*)/g
const WHOLE: readonly (readonly [RegExp, readonly string[]])[] = [
  [/\btox\b/, ['tox.ini', 'setup.cfg', 'pyproject.toml']],
  [/\bnox\b/, ['noxfile.py']],
  [/\bpre-commit\b|\bprek\b/, ['.pre-commit-config.yaml']],
  [/\bhatch\s+(?:run|test|fmt)\b|\bpdm\s+run\b|\bpoe\b|\brye\s+run\b/, ['pyproject.toml', 'hatch.toml']],
  [/\bcomposer\s+(?:run|test|lint|check|cs|phpstan|\w+)/, ['composer.json']],
  [/\b(?:bundle\s+exec\s+)?rake\b/, ['Rakefile', 'lib/tasks/default.rake', 'rakelib/default.rake']],
  [/\bbin\/ci\b/, ['bin/ci', 'config/ci.rb']],
  [/\bgolangci-lint\b/, ['.golangci.yml', '.golangci.yaml', '.golangci.toml']],
  [/\b(?:mvnw?|\.\/mvnw)\b/, ['pom.xml']],
  [/\b(?:gradlew?|\.\/gradlew)\b/, ['build.gradle', 'build.gradle.kts']],
  [/\bgoreleaser\b/, ['.goreleaser.yml', '.goreleaser.yaml']],
  [/\bmoon\b/, ['moon.yml']],
]
const SCRIPT = /(?:^|[\s;&|(])(?:(?:ba|z|da)?sh\s+|\.\/|source\s+)?((?:\.?[\w.-]+\/){0,6}[\w.-]+\.(?:sh|bash|py|pl|ps1|mjs|js))\b/g
const MAX_LINES = 3_000
/** An item of a list of packages names a tool, it does not run it; nor does a program that loads its module. */
const IMPORT = /^(?:import|from)\s/
const DEPENDENCY = /^["'][^"']{0,200}["'],?\s*(?:#.*)?$/

/** What one command of CI runs further: lines of the tasks that it names. */
export function taskLines(facts: Facts, command: string, kind: 'uses' | 'run'): readonly TaskLine[] {
  const found: TaskLine[] = []
  for (const [pattern, paths] of WHOLE) if (pattern.test(command)) for (const path of paths) found.push(...fileLines(facts, path))
  if (kind === 'uses') return found
  for (const [, name = ''] of command.matchAll(NPM))
    for (const line of npmScripts(facts).get(name === 't' ? 'test' : name) ?? []) found.push(line)
  for (const [, rest = ''] of command.matchAll(MAKE)) {
    const targets = rest.split(/\s+/).filter((word) => /^[\w./%:-]+$/.test(word) && !word.startsWith('-'))
    for (const name of targets.length === 0 ? [''] : targets) found.push(...(makeTargets(facts).get(name) ?? []))
  }
  for (const [, path = ''] of command.matchAll(SCRIPT)) found.push(...fileLines(facts, path.replace(/^\.\//, '')))
  return found
}

function fileLines({ files }: Facts, path: string): readonly TaskLine[] {
  if (!files.has(path) || files.size(path) > 500_000) return []
  return linesOf(path, files.text(path) ?? '')
}

function linesOf(path: string, text: string): readonly TaskLine[] {
  return commandLines(text)
    .slice(0, MAX_LINES)
    .filter(({ text: line }) => !DEPENDENCY.test(line) && !IMPORT.test(line))
    .map((line) => ({ path, ...line }))
}

const npmScripts = reading(({ files }: Facts): ReadonlyMap<string, readonly TaskLine[]> => {
  const scripts = new Map<string, TaskLine[]>()
  const manifests = files.paths.filter((path) => /(?:^|\/)package\.json$/.test(path) && !isThirdParty(path.toLowerCase())).slice(0, 100)
  for (const path of manifests) {
    const text = files.text(path) ?? ''
    const own = scriptsOf(text)
    for (const [name, command] of Object.entries(own)) {
      if (typeof command !== 'string') continue
      const line = text.slice(0, Math.max(0, text.indexOf(`"${name}"`))).split('\n').length
      scripts.set(name, [...(scripts.get(name) ?? []), { path, line, text: command.slice(0, 2_000) }])
    }
  }
  return scripts
})

function scriptsOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const read = readJson(text)
    const scripts: unknown = typeof read === 'object' && read !== null ? Reflect.get(read, 'scripts') : undefined
    return typeof scripts === 'object' && scripts !== null ? (scripts as Record<string, unknown>) : {}
  } catch (error) {
    if (!(error instanceof DocumentInvalid)) throw error
    return {}
  }
}

/** Recipes by target, of Makefiles, justfiles and Taskfiles of the root; the empty name is the first target. */
const makeTargets = reading(({ files }: Facts): ReadonlyMap<string, readonly TaskLine[]> => {
  const targets = new Map<string, TaskLine[]>()
  const paths = files.paths.filter((path) =>
    /^(?:GNUmakefile|[Mm]akefile(?:\.\w+)?|[\w.-]+\.mk|justfile|\.justfile|Justfile|Taskfile\.ya?ml|tasks\.py|magefile\.go)$/.test(path),
  )
  for (const path of paths) {
    let open: TaskLine[][] = []
    for (const [at, raw] of (files.text(path) ?? '').split('\n', 20_000).entries()) {
      const rule = /^(?:  )?([\w./%@-]+(?:[ \t]+[\w./%@-]+){0,20})[ \t]*::?(?!=)([^=]*)$/.exec(raw.slice(0, 2_000))
      if (rule !== null && !raw.startsWith('\t')) {
        // What stands behind a special target (`.PHONY`) is not run for it, and it is never the first.
        const names = (rule[1] ?? '').split(/\s+/).filter((name) => !/^\.[A-Z_]+$/.test(name))
        open = names.map((name) => {
          const lines = targets.get(name) ?? []
          targets.set(name, lines)
          if (!targets.has('')) targets.set('', lines)
          return lines
        })
        const needs = (rule[2] ?? '').replace(/#.*/, '').trim()
        if (needs !== '') for (const lines of open) lines.push({ path, line: at + 1, text: `make ${needs}` })
        continue
      }
      const text = raw.trim().slice(0, 2_000)
      if (text === '' || text.startsWith('#')) continue
      if (!/^\s/.test(raw)) open = []
      for (const lines of open) if (lines.length < MAX_LINES) lines.push({ path, line: at + 1, text: text.replace(/^[@-]+/, '') })
    }
  }
  return targets
})
