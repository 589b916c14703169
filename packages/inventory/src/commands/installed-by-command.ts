import type { FoundPackage } from '../extractor.ts'
import { goPackageModule } from '../go/module-of-package.ts'
import { requestedPackage } from '../python/requested-package.ts'
import { requirementParts } from '../python/requirement-options.ts'

/** What a command of a shell installs by name. */
export interface CommandInstall {
  /** Line of the script, from 0. */
  readonly line: number
  /** As written. */
  readonly text: string
  /** null: which version it gets is told only when it is run, or no registry of a language has it. */
  readonly package: FoundPackage | null
}

/** No script is longer than this; it bounds the work on a hostile one. */
const MAX_SCRIPT = 200_000

const PYTHON_VALUES = new Set(
  '-r --requirement -c --constraint -i --index-url --extra-index-url -f --find-links -t --target --prefix --root --python --platform --trusted-host --cache-dir --progress-bar'.split(
    ' ',
  ),
)
const NODE_VALUES = new Set(['--registry', '--prefix', '--cache', '--userconfig', '-C', '--cwd', '--dir'])
const SYSTEM_VALUES = new Set(
  '-t --target-release --repository -X --virtual --root -p -o -c --option --repo --enablerepo --disablerepo'.split(' '),
)

/** Commands that install: their words, and how the words behind are read. */
const COMMANDS: readonly (readonly [
  command: RegExp,
  values: ReadonlySet<string>,
  read: (word: string, rest: readonly string[]) => FoundPackage | null,
])[] = [
  [/^(?:(?:python[\d.]*|py) -m )?(?:uv )?pip[\d.]* install$/, PYTHON_VALUES, pythonPackage],
  [/^(?:pipx|uv tool) (?:install|run)$/, PYTHON_VALUES, pythonPackage],
  [/^(?:npm|pnpm) (?:i|install|add)$/, NODE_VALUES, nodePackage],
  [/^(?:yarn global|bun) add$/, NODE_VALUES, nodePackage],
  [/^gem install$/, new Set(['-v', '--version', '-i', '-n', '--source', '-P']), gemPackage],
  [
    /^cargo (?:install|binstall)$/,
    new Set(['--version', '--vers', '--git', '--branch', '--tag', '--rev', '--path', '--root', '--features', '--bin', '--target']),
    cratePackage,
  ],
  [/^go install$/, new Set(['-ldflags', '-tags']), modulePackage],
  [/^(?:apk add|(?:apt-get|apt|aptitude|yum|dnf|microdnf|tdnf|zypper|brew|choco) install|pacman -S\w*)$/, SYSTEM_VALUES, () => null],
]
const LONGEST = 5

/** What the commands of a shell script install by name. What they read from a file of the project is that file's matter. */
export function installedByCommands(script: string): readonly CommandInstall[] {
  if (script.length > MAX_SCRIPT) return []
  // An expression of a workflow is a variable, whatever blanks it has.
  return commandsOf(script.replace(/\$\{\{[^}\n]*\}\}/g, '$')).flatMap(({ text, line }) => installsOf(wordsOf(text), line))
}

function wordsOf(command: string): readonly string[] {
  return command
    .split(/[ \t]+/)
    .filter((word) => word !== '')
    .map((word) => word.replace(/^["']|["']$/g, ''))
}

/** Simple commands, with the line where theirs starts: one that ends in a backslash goes on. */
function commandsOf(script: string): readonly { readonly text: string; readonly line: number }[] {
  const found: { text: string; line: number }[] = []
  let pending: string[] = []
  for (const [at, raw] of script.split('\n').entries()) {
    const row = raw.replace(/(?:^|[ \t])#.*$/, '').trim()
    const goesOn = row.endsWith('\\')
    pending.push(goesOn ? row.slice(0, -1) : row)
    if (goesOn) continue
    const line = at - pending.length + 1
    for (const text of pending.join(' ').split(/&&|\|\||[;|]/)) found.push({ text, line })
    pending = []
  }
  return found
}

function installsOf(words: readonly string[], line: number): readonly CommandInstall[] {
  let start = 0
  while (/^(?:sudo|exec|time|env|RUN|then|do|else|-|[A-Za-z_]\w*=.*)$/.test(words[start] ?? '')) start++
  const plain = words.slice(start)
  for (const [command, values, read] of COMMANDS) {
    const named = plain
      .map((word, at) => ({ word, at }))
      .filter(({ word }, at) => at === 0 || !word.startsWith('-') || word === '-m' || word.startsWith('-S'))
    const length = Array.from({ length: LONGEST }, (_, at) => at + 1).find((count) =>
      command.test(
        named
          .slice(0, count)
          .map(({ word }) => word)
          .join(' '),
      ),
    )
    if (length === undefined) continue
    const rest = plain.slice((named[length - 1]?.at ?? 0) + 1)
    return namesIn(rest, values).map((text) => ({ line, text, package: read(text, rest) }))
  }
  return []
}

/** Words that are no options, no values of options, and no files or variables. */
function namesIn(words: readonly string[], values: ReadonlySet<string>): readonly string[] {
  return words.filter((word, at) => {
    if (values.has(words[at - 1] ?? '') || /^(?:-|\.|\/|~|[<>&]|\d?>)/.test(word)) return false
    return /^[@A-Za-z0-9]/.test(word) && !/[$`\\(){}*]/.test(word) && !/\.(?:whl|gz|zip|tgz|deb|rpm|txt|apk|gem|toml)$|:\/\//.test(word)
  })
}

function pythonPackage(word: string): FoundPackage | null {
  const { package: found } = requestedPackage(requirementParts(word))
  return found === null || found.version === undefined || found.version === '' ? null : { type: 'pypi', ...found }
}

function nodePackage(word: string): FoundPackage | null {
  const [, namespace, name = '', version = ''] = /^(?:(@[\w.-]+)\/)?([\w.-]+)@(\d+\.\d+\.\d+[\w.+-]*)$/.exec(word) ?? []
  return name === '' ? null : { type: 'npm', ...(namespace === undefined ? {} : { namespace }), name, version }
}

function gemPackage(word: string, rest: readonly string[]): FoundPackage | null {
  const [name = '', own] = word.split(':')
  const version = own ?? optionOf(rest, ['-v', '--version'])
  return /^\d[\w.-]*$/.test(version) ? { type: 'gem', name, version } : null
}

function cratePackage(word: string, rest: readonly string[]): FoundPackage | null {
  const [name = '', own] = word.split('@')
  const version = (own ?? optionOf(rest, ['--version', '--vers'])).replace(/^=/, '')
  return /^\d+\.\d+\.\d+[\w.+-]*$/.test(version) && !rest.some((one) => one.startsWith('--git') || one.startsWith('--path'))
    ? { type: 'cargo', name, version }
    : null
}

function modulePackage(word: string): FoundPackage | null {
  const found = goPackageModule(word)
  return found === null || found.version === '' ? null : found
}

function optionOf(words: readonly string[], names: readonly string[]): string {
  const joined = words.find((word) => names.some((name) => word.startsWith(`${name}=`)))
  if (joined !== undefined) return joined.slice(joined.indexOf('=') + 1)
  const at = words.findIndex((word) => names.includes(word))
  return at < 0 ? '' : (words[at + 1] ?? '')
}
