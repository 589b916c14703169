import { printable } from '@cupel/engine'
import { showTrust } from '@cupel/engine/verify'
import { defineCommand, isSet, text } from '../command.ts'

/** `cupel trust show`: whom the trusted root trusts. */
export default defineCommand({
  id: 'trust-show',
  summary: 'show the trust root in use: its logs and authorities, and how old it is',
  usage: '',
  arity: [0, 0],
  flags: {
    'trusted-root': { type: 'string', value: 'FILE', help: 'Sigstore trusted root (default: the one that verify would use)' },
    json: { type: 'boolean', help: 'as JSON' },
  },
  examples: [['cupel trust show', 'what keyless signatures are judged by']],
  run({ flags, cwd, now, stdout }) {
    const shown = showTrust(text(flags, 'trusted-root'), { cwd, now: now() })
    if (isSet(flags, 'json')) {
      stdout.write(`${JSON.stringify(shown, null, 2)}\n`)
      return 0
    }
    stdout.write(`${printable(shown.name)}${shown.date === '' ? '' : `, of ${shown.date}`}\n`)
    if (shown.warning !== '') stdout.write(`warning: ${shown.warning}\n`)
    for (const { kind, name, from, until } of shown.authorities) {
      stdout.write(`${kind}: ${printable(name)}, from ${from.slice(0, 10)}${until === '' ? '' : ` until ${until.slice(0, 10)}`}\n`)
    }
    return 0
  },
})
