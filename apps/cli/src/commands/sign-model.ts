import { resolve } from 'node:path'
import { printable } from '@cupel/engine'
import { signModelFolder } from '@cupel/engine/sign'
import { usageWrongValue } from '@cupel/model'
import { defineCommand, isSet, text, texts } from '../command.ts'
import { writeOutput } from '../deliver.ts'
import { SIGNER_FLAGS, signerRequest } from '../sign-flags.ts'

/** `cupel sign model`: every file of an AI model under one signature. */
export default defineCommand({
  id: 'sign-model',
  summary: 'sign all files of an AI model (OpenSSF model signing)',
  usage: 'MODEL',
  arity: [1, 1],
  flags: {
    ...SIGNER_FLAGS,
    signature: { type: 'string', value: 'FILE', help: 'where the signature goes (default: MODEL/model.sig, beside a model of one file)' },
    ignore: { type: 'string', multiple: true, value: 'PATH', help: 'path below the model to leave out; the signature names it' },
    'shard-size': { type: 'string', value: 'BYTES', help: 'hash large files in pieces of this size' },
    'allow-symlinks': { type: 'boolean', help: 'links count as the files they lead to' },
  },
  description: 'Files are hashed in pieces, so a model of any size needs little memory. The signature is written whole or not at all.',
  examples: [['cupel sign model bert --key model.pem', 'writes bert/model.sig']],
  async run(context) {
    const { args, flags, cwd, stderr } = context
    const model = args[0] ?? ''
    const shardSize = sizeOf(text(flags, 'shard-size'))
    const output = text(flags, 'signature') ?? `${model.replace(/\/+$/, '')}/model.sig`
    const made = await signModelFolder({
      ...signerRequest(context),
      model,
      output,
      ignore: texts(flags, 'ignore'),
      hashing: {
        method: shardSize === null ? 'files' : 'shards',
        hash: 'sha256',
        allowSymlinks: isSet(flags, 'allow-symlinks'),
        ...(shardSize === null ? {} : { shardSize }),
      },
    })
    writeOutput(resolve(cwd, output), `${made.text}\n`)
    stderr.write(`signed ${made.files} files: ${printable(output)}\n`)
    return 0
  },
})

function sizeOf(stated: string | undefined): number | null {
  if (stated === undefined) return null
  if (/^[1-9][0-9]{3,14}$/.test(stated)) return Number(stated)
  throw usageWrongValue('--shard-size', stated, 'a number of bytes, 1000 or more')
}
