import { printable } from '@cupel/engine'
import { loadPacks, shippedPackNames } from '@cupel/engine/policy'
import { defineCommand, isSet } from '../command.ts'

/** `cupel policy list`: the packs that come with cupel. */
export default defineCommand({
  id: 'policy-list',
  summary: 'list the policy packs that come with cupel',
  usage: '',
  arity: [0, 0],
  flags: { json: { type: 'boolean', help: 'as JSON' } },
  examples: [['cupel policy list', 'names for --policy']],
  run({ flags, cwd, stdout }) {
    const packs = loadPacks(shippedPackNames(), { cwd }).map(({ id, title, version, digest, rules }) => ({
      id,
      title,
      version,
      rules: rules.length,
      digest,
    }))
    if (isSet(flags, 'json')) stdout.write(`${JSON.stringify(packs, null, 2)}\n`)
    else
      for (const { id, title, version, rules } of packs)
        stdout.write(`${id.padEnd(16)} ${version}  ${String(rules).padStart(3)} rules  ${printable(title)}\n`)
    return 0
  },
})
