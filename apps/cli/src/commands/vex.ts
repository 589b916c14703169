import { resolve } from 'node:path'
import { vexOf } from '@cupel/engine/vex'
import { usageMissingArgument } from '@cupel/model'
import { defineCommand, text, texts } from '../command.ts'
import { CREATED_FLAG, createdTime } from '../created-time.ts'
import { writeOutput } from '../deliver.ts'
import { SCAN_FLAGS, scanOptions } from '../scan-flags.ts'

/** `cupel vex`: the waivers of cupel.toml as statements that other tools understand. */
export default defineCommand({
  id: 'vex',
  summary: 'write OpenVEX statements from the waivers that apply to a target',
  usage: '[TARGET]',
  arity: [0, 1],
  flags: {
    author: { type: 'string', value: 'NAME', help: 'who makes the statements (required)' },
    product: {
      type: 'string',
      multiple: true,
      value: 'PURL',
      help: 'product the statements are about; may be repeated (default: the components)',
    },
    output: { type: 'string', short: 'o', value: 'FILE', help: 'write to a file instead of stdout' },
    ...CREATED_FLAG,
    ...SCAN_FLAGS,
  },
  description:
    'A waiver with a justification becomes not_affected; any other is an accepted risk and becomes affected, with what is done about it.',
  examples: [['cupel vex --author security@shop.example --product pkg:oci/shop -o shop.openvex.json', 'to ship beside an image']],
  async run(context) {
    const { args, flags, cwd, stdout } = context
    const author = text(flags, 'author')
    if (author === undefined) throw usageMissingArgument('--author NAME', 'vex')
    const timestamp = createdTime(context) || '1970-01-01T00:00:00Z'
    const document = await vexOf(args[0] ?? '.', { ...scanOptions(context), author, products: texts(flags, 'product'), timestamp })
    const output = text(flags, 'output')
    if (output === undefined) stdout.write(document)
    else writeOutput(resolve(cwd, output), document)
    return 0
  },
})
