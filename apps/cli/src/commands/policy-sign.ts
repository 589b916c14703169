import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { printable } from '@cupel/engine'
import { signPack } from '@cupel/engine/policy'
import { usageWrongValue } from '@cupel/model'
import { defineCommand, isSet, text } from '../command.ts'
import { deliverBundle } from '../deliver-bundle.ts'
import { writeOutput } from '../deliver.ts'
import { outputThere } from '../output-there.ts'
import { SIGNER_FLAGS, signerRequest } from '../sign-flags.ts'

/** `cupel policy sign`: a pack for others, signed, in a folder to be served. */
export default defineCommand({
  id: 'policy-sign',
  summary: 'check a policy pack and sign it, so that others can pull it',
  usage: 'PACK',
  arity: [1, 1],
  flags: {
    ...SIGNER_FLAGS,
    output: {
      type: 'string',
      short: 'o',
      value: 'FOLDER',
      help: 'put the pack, named by id and version, and its signature there, to be served',
    },
    bundle: { type: 'string', short: 'b', value: 'FILE', help: 'where the signature goes (default: PACK.sigstore.json)' },
    force: { type: 'boolean', help: 'replace a version that was published with other contents' },
  },
  description:
    'Reads the pack, runs its tests and lints it first: what is weaker than it seems is not signed (exit 2). With --key nobody else is asked, ' +
    'unless --signing-config names services; others then pull it with --key and --unlogged.',
  examples: [
    ['cupel policy sign base.yaml --key team.pem', 'the signature lies beside it'],
    ['cupel policy sign base.yaml --key team.pem --output public', 'public/base-1.0.0.yaml and its signature, ready to be served'],
  ],
  async run(context) {
    const { args, flags, cwd, stderr } = context
    const [pack = ''] = args
    const folder = text(flags, 'output')
    const beside = text(flags, 'bundle')
    if (folder !== undefined && beside !== undefined) throw usageWrongValue('--output and --bundle', 'both of them', 'give one')
    const signed = await signPack({ ...signerRequest(context), pack })
    const file = folder === undefined ? pack : join(folder, signed.fileName)
    if (folder !== undefined) {
      const path = resolve(cwd, file)
      mkdirSync(resolve(cwd, folder), { recursive: true })
      if (existsSync(path) && readFileSync(path, 'utf8') !== signed.text && !isSet(flags, 'force'))
        throw outputThere(file, 'this version was published with other contents: raise the version, or replace it with --force')
      writeOutput(path, signed.text)
    }
    deliverBundle(signed.bundle, beside ?? `${file}.sigstore.json`, context)
    stderr.write(`${printable(file)} ${signed.digest}\n`)
    return 0
  },
})
