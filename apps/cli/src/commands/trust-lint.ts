import { lintTrust } from '@cupel/engine/verify'
import { printable } from '@cupel/engine'
import { defineCommand, isSet } from '../command.ts'

/** `cupel trust lint`: what makes a policy weaker than it seems. */
export default defineCommand({
  id: 'trust-lint',
  summary: 'check a trust policy for what makes it weaker than it seems',
  usage: '[FILE]',
  arity: [0, 1],
  flags: { json: { type: 'boolean', help: 'as JSON' }, strict: { type: 'boolean', help: 'fail on warnings too' } },
  description: 'Exit 0 when nothing is wrong, 1 when something is, 2 when the policy cannot be read.',
  examples: [['cupel trust lint trust.toml', 'each finding with its line and what to do']],
  run({ args: [file = 'trust.toml'], flags, cwd, now, stdout }) {
    const found = lintTrust(file, { cwd, now: now() })
    if (isSet(flags, 'json')) stdout.write(JSON.stringify(found, null, 2) + '\n')
    else {
      for (const { id, level, line, message, remedy } of found) {
        stdout.write(`${printable(file)}${line === 0 ? '' : `:${line}`}: ${level}: ${printable(message)} (${id})\n  ${printable(remedy)}\n`)
      }
      if (found.length === 0) stdout.write(`${printable(file)}: nothing to say against it\n`)
    }
    return found.some(({ level }) => level === 'error' || isSet(flags, 'strict')) ? 1 : 0
  },
})
