import type { Command, Flag } from '../command.ts'
import { COMMON_FLAGS } from '../flags.ts'

/** What may follow a flag: nothing, one of these words, or a path; any text where it has no words. */
export type CompletedValue = 'none' | 'path' | 'text' | readonly string[]

export interface CompletedFlag {
  /** With its hyphens. */
  readonly names: readonly string[]
  readonly help: string
  readonly value: CompletedValue
}

export interface CompletedCommand {
  /** `db export`. */
  readonly words: string
  readonly summary: string
  readonly flags: readonly CompletedFlag[]
  /** Whether its arguments may be paths. */
  readonly paths: boolean
  /** Words that its argument may be; empty: any. */
  readonly choices: readonly string[]
}

/** Everything that a shell needs to know, out of the metadata of the commands. Lower-case letters, digits and hyphens name things. */
export function completionTable(commands: readonly Command[]): readonly CompletedCommand[] {
  return commands.map(({ id, summary, usage, arity, flags, choices = [] }) => ({
    words: id.replaceAll('-', ' '),
    summary,
    flags: Object.entries({ ...flags, ...COMMON_FLAGS }).map(([name, flag]) => completedFlag(name, flag)),
    paths: arity[1] > 0 && choices.length === 0 && /TARGET|FILE|OLD|NEW|DIR/.test(usage),
    choices,
  }))
}

function completedFlag(name: string, { short, help, type, value = '', choices, suggests }: Flag): CompletedFlag {
  const words = choices ?? suggests
  const isPath = /^(?:FILE|DIR)$/.test(value)
  return {
    names: [`--${name}`, ...(short === undefined ? [] : [`-${short}`])],
    help,
    value: type === 'boolean' ? 'none' : words !== undefined ? words : isPath ? 'path' : 'text',
  }
}

/** Words of one list, each once, in their order. */
export function firstWords(table: readonly CompletedCommand[]): readonly string[] {
  return [...new Set(table.map(({ words }) => words.split(' ')[0] as string))]
}

/** Second words after a first one. */
export function secondWords(table: readonly CompletedCommand[], first: string): readonly string[] {
  return table.filter(({ words }) => words.startsWith(`${first} `)).map(({ words }) => words.slice(first.length + 1))
}
