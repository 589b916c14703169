import { usageMissingArgument, usageUnknownFlag, usageWrongValue } from '@cupel/model'
import { argumentTokens } from './argument-tokens.ts'
import type { Command, Flag, FlagValues } from './command.ts'

/** Flags that every command understands. */
export const COMMON_FLAGS: Readonly<Record<string, Flag>> = {
  help: { type: 'boolean', short: 'h', help: 'show this help' },
  'no-color': { type: 'boolean', help: 'no colours (also by NO_COLOR)' },
  quiet: { type: 'boolean', short: 'q', help: 'no progress and notes on stderr' },
}

export interface ParsedFlags {
  readonly args: readonly string[]
  readonly flags: FlagValues
}

/** Flags and arguments of one command. Unknown flags, missing values and wrong choices are usage errors with the nearest name. */
export function parseFlags(command: Command, argv: readonly string[]): ParsedFlags {
  const words = command.id.replaceAll('-', ' ')
  const known: Record<string, Flag> = { ...COMMON_FLAGS, ...command.flags }
  const { options, positionals } = argumentTokens(argv, known)
  const values: Record<string, string | boolean | string[]> = {}
  for (const token of options) {
    const flag = Object.hasOwn(known, token.name) ? known[token.name] : undefined
    if (flag === undefined)
      throw usageUnknownFlag(
        token.rawName,
        Object.keys(known).map((name) => `--${name}`),
        words,
      )
    const { value } = token
    if (flag.type === 'string' && (value === undefined || (!token.inline && value.startsWith('--')))) {
      throw usageMissingArgument(`a value: ${token.rawName} ${flag.value ?? 'VALUE'}`, words)
    }
    if (flag.type === 'boolean' && value !== undefined) throw usageWrongValue(token.rawName, value, 'it is a switch and takes no value')
    if (flag.choices !== undefined && value !== undefined && !flag.choices.includes(value)) {
      throw usageWrongValue(token.rawName, value, flag.choices)
    }
    if (flag.multiple === true) ((values[token.name] ??= []) as string[]).push(value as string)
    else values[token.name] = value ?? true
  }
  const [min, max] = command.arity
  if (values['help'] !== true) {
    if (positionals.length < min) throw usageMissingArgument(command.usage, words)
    if (positionals.length > max)
      throw usageWrongValue(`cupel ${words}`, positionals[max] as string, `it takes ${max === 0 ? 'no arguments' : command.usage}`)
  }
  // As everywhere on the command line, `-` for a file to write is standard output.
  if (values['output'] === '-') delete values['output']
  return { args: positionals, flags: values }
}
