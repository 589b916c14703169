import { modelReference } from '@cupel/engine/policy'
import { defineCommand } from '../command.ts'

/** `cupel policy model`: what rules may ask. */
export default defineCommand({
  id: 'policy-model',
  summary: 'show every field and function that rules may use',
  usage: '',
  arity: [0, 0],
  flags: {},
  examples: [['cupel policy model', 'as Markdown']],
  run({ stdout }) {
    stdout.write(`${modelReference()}\n`)
    return 0
  },
})
