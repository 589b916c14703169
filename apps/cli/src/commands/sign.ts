import { signFile } from '@cupel/engine/sign'
import { defineCommand, isSet, text } from '../command.ts'
import { deliverBundle } from '../deliver-bundle.ts'
import { SIGNER_FLAGS, signerRequest } from '../sign-flags.ts'

/** `cupel sign`: a Sigstore bundle over a file. */
export default defineCommand({
  id: 'sign',
  summary: 'sign a file: by a key, or by an identity without one',
  usage: 'FILE',
  arity: [1, 1],
  flags: {
    ...SIGNER_FLAGS,
    bundle: { type: 'string', short: 'b', value: 'FILE', help: 'where the bundle goes; - for stdout (default: FILE.sigstore.json)' },
    'in-toto': { type: 'boolean', help: 'the file is an in-toto statement: sign it in an envelope' },
    unchecked: { type: 'boolean', help: 'write the bundle without verifying it first, for tests of verifiers' },
  },
  description:
    'Makes a Sigstore bundle 0.3, verifies it, and only then writes it. With --key nobody else is asked, unless --signing-config names services; then verify it with --key and --unlogged.',
  examples: [
    ['cupel sign app.tgz', 'in a job that may have an identity token; asks the public Sigstore instance'],
    ['cupel sign app.tgz --key release.pem --bundle app.sig.json', 'by a key, offline'],
    ['cupel sign statement.json --in-toto --identity-token "$TOKEN"', 'a statement that something else made'],
  ],
  async run(context) {
    const { args, flags } = context
    const file = args[0] ?? ''
    const made = await signFile({ ...signerRequest(context), file, inToto: isSet(flags, 'in-toto'), unchecked: isSet(flags, 'unchecked') })
    deliverBundle(made, text(flags, 'bundle') ?? `${file}.sigstore.json`, context)
    return 0
  },
})
