import { readFileSync } from 'node:fs'
import { usageUnknownCommand } from '@cupel/model'
import { COMMANDS } from './commands.gen.ts'
import type { CommandEntry, Output } from './command.ts'
import { parseFlags } from './flags.ts'
import { outputOf, STDERR, STDOUT } from './output.ts'

/** Translates argv into one command's run and its outcome into the exit code. The only place that ends the process. */
export async function main(argv: readonly string[], version: string): Promise<void> {
  const stderr = outputOf(STDERR, process.env)
  const abort = new AbortController()
  const interrupt = (): void => {
    if (abort.signal.aborted) process.exit(130)
    abort.abort(new Error('interrupted'))
  }
  let service = false
  const listen = (ends: 'interrupted' | 'by a signal'): void => {
    service = ends === 'by a signal'
    process.on('SIGINT', interrupt)
    process.on('SIGTERM', interrupt)
  }
  try {
    const code = await run(argv, { version, signal: abort.signal, stderr, listen })
    process.exitCode = abort.signal.aborted && !service ? 130 : code
  } catch (error) {
    const { explainError } = await import('./explain-error.ts')
    process.exitCode = explainError(error, stderr, abort.signal.aborted)
  }
}

interface World {
  readonly version: string
  readonly signal: AbortSignal
  readonly stderr: Output
  readonly listen: (ends: 'interrupted' | 'by a signal') => void
}

async function run(argv: readonly string[], world: World): Promise<number> {
  const choice = chosen(argv)
  if ('listed' in choice) {
    const { overview } = await import('./help.ts')
    outputOf(STDOUT, process.env).write(overview(choice.listed, world.version))
    return choice.asked ? 0 : 2
  }
  const { entry, rest } = choice
  const command = await entry.load()
  const { args, flags } = parseFlags(command, rest)
  // A listener would keep a long computation from being stopped at all: only commands that look at the signal have one.
  if (command.graceful !== undefined) world.listen(command.graceful === 'service' ? 'by a signal' : 'interrupted')
  const env: NodeJS.ProcessEnv = flags['no-color'] === true ? { ...process.env, NO_COLOR: '1' } : process.env
  const stdout = outputOf(STDOUT, env)
  if (flags['help'] === true) {
    const { commandHelp } = await import('./help.ts')
    stdout.write(commandHelp(command))
    return 0
  }
  return command.run({
    args,
    flags,
    env,
    cwd: process.cwd(),
    now: () => new Date(),
    signal: world.signal,
    stdout,
    stderr: outputOf(STDERR, env),
    stdin: () => readFileSync(0, 'utf8'),
  })
}

type Chosen =
  | { readonly entry: CommandEntry; readonly rest: readonly string[] }
  /** Commands to be listed; not `asked` for where a word is missing. */
  | { readonly listed: readonly CommandEntry[]; readonly asked: boolean }

/** Two words before one, so that `db sync` is found before `db`. */
function chosen(argv: readonly string[]): Chosen {
  const [first, second] = argv
  if (first === undefined || first === 'help' || first === '--help' || first === '-h') {
    if (first === 'help' && second !== undefined) return chosen([...argv.slice(1), '--help'])
    return { listed: COMMANDS, asked: first !== undefined }
  }
  const two = second === undefined ? undefined : COMMANDS.find(({ id }) => id === `${first}-${second}`)
  if (two !== undefined) return { entry: two, rest: argv.slice(2) }
  const one = COMMANDS.find(({ id }) => id === first)
  if (one !== undefined) return { entry: one, rest: argv.slice(1) }
  const family = COMMANDS.filter(({ id }) => id.startsWith(`${first}-`))
  const asked = second === '--help' || second === '-h'
  if (family.length > 0 && (second === undefined || asked)) return { listed: family, asked }
  const names = COMMANDS.map(({ id }) => id.replaceAll('-', ' '))
  throw usageUnknownCommand(family.length > 0 && second !== undefined ? `${first} ${second}` : first, names)
}
