import type { CompletedCommand } from './completion-table.ts'
import { firstWords, secondWords } from './completion-table.ts'

/** Completion for bash 3.2 and later, without the bash-completion package. An empty answer leaves the word to file names. */
export function bashCompletion(table: readonly CompletedCommand[]): string {
  const firsts = firstWords(table)
  const families = firsts.filter((first) => secondWords(table, first).length > 0)
  return `# Completion of cupel for bash; made by \`cupel completion bash\`.
_cupel() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} command=\${COMP_WORDS[1]} at=2 flags= words= paths=
  COMPREPLY=()
  if [[ $cur == '=' ]]; then cur=; elif [[ $prev == '=' ]]; then prev=\${COMP_WORDS[COMP_CWORD-2]}; fi
  if ((COMP_CWORD == 1)); then
    COMPREPLY=($(compgen -W '${[...firsts, 'help', '--help', '--version'].join(' ')}' -- "$cur"))
    return
  fi
  case "$command \${COMP_WORDS[2]}" in
${table
  .filter(({ words }) => words.includes(' '))
  .map(({ words }) => `  '${words}') if ((COMP_CWORD > 2)); then command='${words}' at=3; fi ;;`)
  .join('\n')}
  esac
  case $command in
${table.map(commandCase).join('\n')}
  help) words='${table.map(({ words }) => words.split(' ')[0]).join(' ')}' ;;
  esac
${families.map((first) => `  if [[ $command == ${first} ]] && ((COMP_CWORD == 2)); then words="$words ${secondWords(table, first).join(' ')}"; fi`).join('\n')}
  case "$command:$prev" in
${table.flatMap(valueCases).join('\n')}
  esac
  if [[ $cur == -* ]]; then
    COMPREPLY=($(compgen -W "$flags" -- "$cur"))
  elif [[ -n $words ]]; then
    COMPREPLY=($(compgen -W "$words" -- "$cur"))
  elif [[ -z $paths ]]; then
    compopt +o default 2>/dev/null
  fi
}
complete -o default -F _cupel cupel
`
}

function commandCase({ words, flags, paths, choices }: CompletedCommand): string {
  const names = flags.flatMap((flag) => flag.names).join(' ')
  return `  '${words}') flags='${names}' words='${choices.join(' ')}' paths=${paths ? 1 : ''} ;;`
}

function valueCases({ words, flags }: CompletedCommand): readonly string[] {
  return flags.flatMap(({ names, value }) => {
    if (value === 'none') return []
    const pattern = names.map((name) => `'${words}:${name}'`).join('|')
    if (value === 'path') return [`  ${pattern}) return ;;`]
    if (value === 'text') return [`  ${pattern}) compopt +o default 2>/dev/null; return ;;`]
    return [`  ${pattern}) COMPREPLY=($(compgen -W '${value.join(' ')}' -- "$cur")); return ;;`]
  })
}
