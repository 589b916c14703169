import { usageWrongValue } from '@cupel/model'
import { defineCommand } from '../command.ts'
import { bashCompletion } from '../completion/bash.ts'
import type { CompletedCommand } from '../completion/completion-table.ts'
import { completionTable } from '../completion/completion-table.ts'
import { fishCompletion } from '../completion/fish.ts'
import { zshCompletion } from '../completion/zsh.ts'

const SHELLS: Readonly<Record<string, (table: readonly CompletedCommand[]) => string>> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
}

/** `cupel completion`: a script for a shell that knows all commands, flags and their values. */
export default defineCommand({
  id: 'completion',
  summary: 'write the script that completes commands and flags in a shell',
  usage: 'bash|zsh|fish',
  arity: [1, 1],
  choices: Object.keys(SHELLS),
  flags: {},
  examples: [
    ['source <(cupel completion bash)', 'in ~/.bashrc'],
    ['cupel completion zsh > "${fpath[1]}/_cupel"', 'once; then start a new zsh'],
    ['cupel completion fish > ~/.config/fish/completions/cupel.fish', 'once'],
  ],
  async run({ args: [shell = ''], stdout }) {
    const write = Object.hasOwn(SHELLS, shell) ? SHELLS[shell] : undefined
    if (write === undefined) throw usageWrongValue('cupel completion', shell, Object.keys(SHELLS))
    const { COMMANDS } = await import('../commands.gen.ts')
    const commands = await Promise.all(COMMANDS.map((entry) => entry.load()))
    stdout.write(write(completionTable(commands)))
    return 0
  },
})
