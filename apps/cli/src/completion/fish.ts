import type { CompletedCommand, CompletedFlag } from './completion-table.ts'
import { firstWords, secondWords } from './completion-table.ts'

/** Completion for fish, to be sourced or put into its folder of completions. */
export function fishCompletion(table: readonly CompletedCommand[]): string {
  const firsts = firstWords(table)
  const lines = [
    ...firsts.map((first) => {
      const summary = table.find(({ words }) => words === first)?.summary ?? `commands of ${first}`
      return `complete -c cupel -n 'test (__cupel_position) = 1' -a ${first} -d ${quoted(summary)}`
    }),
    ...table
      .filter(({ words }) => words.includes(' '))
      .map(({ words, summary }) => {
        const [first = '', second = ''] = words.split(' ')
        return `complete -c cupel -n 'test (__cupel_position) = 2; and __cupel_is ${first}' -a ${second} -d ${quoted(summary)}`
      }),
    ...table.flatMap(commandLines),
  ]
  const families = firsts.filter((first) => secondWords(table, first).length > 0)
  return `# Completion of cupel for fish; made by \`cupel completion fish\`.
function __cupel_position
  count (commandline -opc)
end
function __cupel_is
  set -l words (commandline -opc)
  set -l seconds ${[...new Set(families.flatMap((first) => secondWords(table, first).map((second) => `${first}-${second}`)))].join(' ')}
  set -l command $words[2]
  if test (count $words) -gt 2; and contains -- "$words[2]-$words[3]" $seconds
    set command "$words[2] $words[3]"
  end
  test "$command" = "$argv"
end
complete -c cupel -f
${lines.join('\n')}
`
}

function commandLines({ words, flags, paths, choices }: CompletedCommand): readonly string[] {
  const when = `-n '__cupel_is ${words}'`
  return [
    ...(paths ? [`complete -c cupel ${when} -F`] : []),
    ...choices.map((word) => `complete -c cupel ${when} -a ${word}`),
    ...flags.map((flag) => `complete -c cupel ${when} ${flagOf(flag)}`),
  ]
}

function flagOf({ names, help, value }: CompletedFlag): string {
  const spelled = names.map((name) => (name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`)).join(' ')
  const follows = value === 'none' ? '' : value === 'path' ? ' -r -F' : value === 'text' ? ' -x' : ` -x -a ${quoted(value.join(' '))}`
  return `${spelled}${follows} -d ${quoted(help)}`
}

function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`
}
