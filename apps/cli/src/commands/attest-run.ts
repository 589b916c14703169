import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { printable } from '@cupel/engine'
import { attestRun } from '@cupel/engine/sign'
import { outputUnwritable, usageMissingArgument } from '@cupel/model'
import { defineCommand, isSet, text, texts } from '../command.ts'
import { writeOutput } from '../deliver.ts'
import { KEY_FLAGS, keyOfFlags } from '../sign-flags.ts'

/** `cupel attest run`: one step of a supply chain, run and written down. */
export default defineCommand({
  id: 'attest-run',
  summary: 'run a command, and sign what went in and came out (in-toto link)',
  usage: '-- COMMAND…',
  arity: [1, 100_000],
  flags: {
    step: { type: 'string', value: 'NAME', help: 'name of the step in the layout' },
    material: { type: 'string', short: 'm', multiple: true, value: 'PATH', help: 'file or folder that goes in; may be repeated' },
    product: { type: 'string', short: 'p', multiple: true, value: 'PATH', help: 'file or folder that comes out; may be repeated' },
    ...KEY_FLAGS,
    'key-id': { type: 'string', value: 'ID', help: 'id that the layout gives the key (default: SHA-256 of the public key)' },
    dir: { type: 'string', short: 'd', value: 'DIR', help: 'where the link goes (default: here)' },
    envelope: { type: 'boolean', help: 'as a DSSE envelope (default: the form that all in-toto tools read)' },
    streams: { type: 'boolean', help: 'keep what the command prints in the link' },
  },
  description:
    'Runs the command that stands after --, and nothing else. A link is written only when it succeeds; the exit code is the command’s.',
  examples: [['cupel attest run --step build --key me.pem -m src -p dist -- make dist', 'writes build.1a2b3c4d.link']],
  async run(context) {
    const { args, flags, cwd, stderr } = context
    const step = text(flags, 'step')
    const key = keyOfFlags(context)
    if (step === undefined || !/^[\w.-]{1,200}$/.test(step))
      throw usageMissingArgument('--step NAME of letters, digits, - and _', 'attest run')
    if (key === undefined) throw usageMissingArgument('--key FILE', 'attest run')
    const keyId = text(flags, 'key-id')
    const {
      exitCode,
      name,
      text: link,
    } = await attestRun({
      step,
      command: args,
      materials: texts(flags, 'material'),
      products: texts(flags, 'product'),
      key,
      ...(keyId === undefined ? {} : { keyId }),
      envelope: isSet(flags, 'envelope'),
      streams: isSet(flags, 'streams'),
      cwd,
    })
    if (exitCode !== 0) {
      stderr.write(`the command failed with exit code ${exitCode}: no link is written\n`)
      return exitCode
    }
    const folder = text(flags, 'dir') ?? '.'
    try {
      mkdirSync(resolve(cwd, folder), { recursive: true })
    } catch (error) {
      throw outputUnwritable(folder, error)
    }
    writeOutput(resolve(cwd, folder, name), link)
    stderr.write(`link of step ${step}: ${printable(join(folder, name))}\n`)
    return 0
  },
})
