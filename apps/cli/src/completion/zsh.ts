import type { CompletedCommand, CompletedFlag } from './completion-table.ts'
import { firstWords, secondWords } from './completion-table.ts'

/** Completion for zsh, to be sourced or put on the fpath as `_cupel`. */
export function zshCompletion(table: readonly CompletedCommand[]): string {
  const firsts = firstWords(table)
  const described = firsts.map((first) => entry(first, table.find(({ words }) => words === first)?.summary ?? `commands of ${first}`))
  const families = firsts.filter((first) => secondWords(table, first).length > 0)
  return `#compdef cupel
# Completion of cupel for zsh; made by \`cupel completion zsh\`.
_cupel() {
  local command=$words[2]
  if ((CURRENT == 2)); then
    local -a commands=(
${described.map((line) => `      ${line}`).join('\n')}
    )
    _describe 'command' commands
    return
  fi
  case "$words[2] $words[3]" in
${table
  .filter(({ words }) => words.includes(' '))
  .map(({ words }) => `    '${words}') ((CURRENT > 3)) && command='${words}' ;;`)
  .join('\n')}
  esac
${families
  .map(
    (first) => `  if [[ $command == ${first} ]] && ((CURRENT == 3)); then
    local -a commands=(
${secondWords(table, first)
  .map((second) => `      ${entry(second, table.find(({ words }) => words === `${first} ${second}`)?.summary ?? '')}`)
  .join('\n')}
    )
    _describe 'command' commands
  fi`,
  )
  .join('\n')}
  case $command in
${table.map(commandCase).join('\n')}
  esac
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then _cupel "$@"; else compdef _cupel cupel; fi
`
}

function commandCase({ words, flags, paths, choices }: CompletedCommand): string {
  const rest = choices.length > 0 ? `'*::word:(${choices.join(' ')})'` : paths ? `'*:file:_files'` : `'*: :'`
  return `    '${words}') _arguments -s ${[...flags.flatMap(argumentsOf), rest].join(' ')} ;;`
}

function argumentsOf({ names, help, value }: CompletedFlag): readonly string[] {
  const action = value === 'path' ? ':file:_files' : value === 'text' ? ':value: ' : value === 'none' ? '' : `:value:(${value.join(' ')})`
  return names.map((name) => `'*${name}[${plain(help)}]${action}'`)
}

function entry(word: string, summary: string): string {
  return `'${word}:${plain(summary)}'`
}

/** Without the characters that mean something in a specification of _arguments. */
function plain(text: string): string {
  return text.replace(/[[\]:'\\]/g, (sign) => (sign === "'" ? '’' : sign === ':' ? ';' : ' '))
}
