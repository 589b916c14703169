import { COMMON_FLAGS } from './flags.ts'
import type { Command, CommandEntry, Flag } from './command.ts'

/** The page of `cupel` and `cupel help`. */
export function overview(commands: readonly CommandEntry[], version: string): string {
  const names = commands.map(({ id }) => id.replaceAll('-', ' '))
  const width = Math.max(...names.map((name) => name.length))
  const lines = commands.map(({ summary }, at) => `  ${(names[at] as string).padEnd(width)}  ${summary}`)
  return `cupel ${version}: open source supply-chain security

Usage: cupel <command> [arguments] [flags]

Commands:
${lines.join('\n')}

cupel <command> --help shows its flags and examples. Exit codes: 0 pass, 1 findings fail the policy, 2 usage or configuration,
3 nothing to scan or inputs seen but not understood, 5 verification refused something, 70 internal error, 130 interrupted.
`
}

/** The page of `cupel <command> --help`. */
export function commandHelp(command: Command): string {
  const name = command.id.replaceAll('-', ' ')
  const flags: readonly (readonly [string, Flag])[] = [...Object.entries(command.flags), ...Object.entries(COMMON_FLAGS)]
  const shown = flags.map(
    ([flag, { short, value }]) => `${short === undefined ? '    ' : `-${short}, `}--${flag}${value === undefined ? '' : ` ${value}`}`,
  )
  const width = Math.min(32, Math.max(...shown.map((text) => text.length)))
  const lines = flags.map(([, flag], at) => {
    const help = wrapped(`${flag.help}${flag.choices === undefined ? '' : ` (${flag.choices.join(', ')})`}`, MAX_WIDTH - width - 4)
    return `  ${(shown[at] as string).padEnd(width)}  ${help.join(`\n${' '.repeat(width + 4)}`)}`
  })
  const examples = command.examples.map(([line, says]) => `  ${line}\n      ${says}`)
  return `cupel ${name}: ${command.summary}

Usage: cupel ${name}${command.usage === '' ? '' : ` ${command.usage}`} [flags]
${command.description === undefined ? '' : `\n${paragraphs(command.description)}\n`}
Flags:
${lines.join('\n')}
${examples.length === 0 ? '' : `\nExamples:\n${examples.join('\n')}\n`}`
}

const MAX_WIDTH = 120

/** Prose no wider than the flags; lines of its own stay lines. */
function paragraphs(text: string): string {
  return text
    .split('\n')
    .map((line) => (line.startsWith(' ') ? line : wrapped(line, MAX_WIDTH).join('\n')))
    .join('\n')
}

function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last === undefined || last.length + 1 + word.length > width) lines.push(word)
    else lines[lines.length - 1] = `${last} ${word}`
  }
  return lines
}
