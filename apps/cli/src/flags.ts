import { usageMissingArgument, usageUnknownFlag, usageWrongValue } from '@cupel/model'
import { parseArgs } from 'node:util'
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
  const options: Record<string, { type: 'boolean' | 'string'; short?: string; multiple?: boolean }> = {}
  for (const [name, flag] of Object.entries(known)) {
    options[name] = {
      type: flag.type,
      ...(flag.short === undefined ? {} : { short: flag.short }),
      ...(flag.multiple === true ? { multiple: true } : {}),
    }
  }
  const { values, positionals, tokens } = parseArgs({ args: [...argv], options, allowPositionals: true, strict: false, tokens: true })
  for (const token of tokens) {
    if (token.kind !== 'option') continue
    const flag = known[token.name]
    if (flag === undefined)
      throw usageUnknownFlag(
        token.rawName,
        Object.keys(known).map((name) => `--${name}`),
        words,
      )
    if (flag.type === 'string' && (token.value === undefined || (!token.inlineValue && token.value.startsWith('--')))) {
      throw usageMissingArgument(`a value: ${token.rawName} ${flag.value ?? 'VALUE'}`, words)
    }
    if (flag.type === 'boolean' && token.value !== undefined)
      throw usageWrongValue(token.rawName, token.value, 'it is a switch and takes no value')
    if (flag.choices !== undefined && token.value !== undefined && !flag.choices.includes(token.value)) {
      throw usageWrongValue(token.rawName, token.value, flag.choices)
    }
  }
  const [min, max] = command.arity
  if (values['help'] !== true) {
    if (positionals.length < min) throw usageMissingArgument(command.usage, words)
    if (positionals.length > max)
      throw usageWrongValue(`cupel ${words}`, positionals[max] as string, `it takes ${max === 0 ? 'no arguments' : command.usage}`)
  }
  // As everywhere on the command line, `-` for a file to write is standard output.
  if (values['output'] === '-') delete values['output']
  return { args: positionals, flags: values as FlagValues }
}
