/** A flag of a command. Boolean flags also have a `--no-` form; `multiple` flags may be given several times. */
export interface Flag {
  readonly type: 'boolean' | 'string'
  readonly short?: string
  readonly multiple?: boolean
  /** Placeholder in help: `DIR`, `FORMAT[=FILE]`. */
  readonly value?: string
  /** One line, lower-case, no full stop. */
  readonly help: string
  /** Allowed values of a string flag; anything else is a usage error with the nearest one. */
  readonly choices?: readonly string[]
  /** Values that completion offers of a flag that takes others too. */
  readonly suggests?: readonly string[]
}

export type FlagValues = Readonly<Record<string, string | boolean | readonly string[] | undefined>>

/** The outside world as a command sees it. */
export interface CommandContext {
  readonly args: readonly string[]
  readonly flags: FlagValues
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  readonly now: () => Date
  /** Aborted by the first SIGINT or SIGTERM of a graceful command. */
  readonly signal: AbortSignal
  readonly stdout: Output
  readonly stderr: Output
  readonly stdin: () => string
}

export interface Output {
  write(text: string): void
  readonly terminal: boolean
  readonly columns: number
  readonly colour: boolean
  readonly unicode: boolean
}

/**
 * One command: its file name is its words joined by `-` (`db-sync` is `cupel db sync`). `run` translates flags into one call of
 * the engine and a report, and returns the exit code.
 */
export interface Command {
  readonly id: string
  /** One line for the command list. */
  readonly summary: string
  /** Positional arguments as shown in help: `[TARGET]`, `ECOSYSTEM A B`. */
  readonly usage: string
  /** How many positional arguments are accepted. */
  readonly arity: readonly [min: number, max: number]
  readonly flags: Readonly<Record<string, Flag>>
  /** What the one argument may be, for completion; the command itself refuses others. */
  readonly choices?: readonly string[]
  /**
   * Looks at `signal` all the time, and tidies up. Other commands end at once when interrupted; they have nothing to tidy up. A
   * service is told to stop by a signal, so that this is its success and not an interruption.
   */
  readonly graceful?: true | 'service'
  /** A few sentences for `--help`. */
  readonly description?: string
  readonly examples: readonly (readonly [line: string, says: string])[]
  run(context: CommandContext): Promise<number> | number
}

export function defineCommand(command: Command): Command {
  return command
}

/** A command's line in the generated registry. */
export interface CommandEntry {
  readonly id: string
  readonly summary: string
  load(): Promise<Command>
}

/** Value of a string flag, or undefined. */
export function text(flags: FlagValues, name: string): string | undefined {
  const value = flags[name]
  return typeof value === 'string' ? value : undefined
}

/** Values of a repeatable flag; empty when not given. */
export function texts(flags: FlagValues, name: string): readonly string[] {
  const value = flags[name]
  return Array.isArray(value) ? (value as readonly string[]) : typeof value === 'string' ? [value] : []
}

export function isSet(flags: FlagValues, name: string): boolean {
  return flags[name] === true
}
