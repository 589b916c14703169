import { attestFiles } from '@cupel/engine/sign'
import { usageMissingArgument } from '@cupel/model'
import { defineCommand, text } from '../command.ts'
import { deliverBundle } from '../deliver-bundle.ts'
import { SIGNER_FLAGS, signerRequest } from '../sign-flags.ts'

/** `cupel attest`: a signed statement about files. */
export default defineCommand({
  id: 'attest',
  summary: 'sign a statement about files: provenance, an SBOM, VEX, test results',
  usage: 'FILE…',
  arity: [1, 10_000],
  flags: {
    predicate: { type: 'string', value: 'FILE', help: 'JSON object with what is said about the files' },
    type: { type: 'string', value: 'URI', help: 'predicate type, as https://cyclonedx.org/bom or https://spdx.dev/Document' },
    ...SIGNER_FLAGS,
    bundle: { type: 'string', short: 'b', value: 'FILE', help: 'where the bundle goes; - for stdout (default: FILE.sigstore.json)' },
  },
  description: 'An in-toto statement in a Sigstore bundle. FILE may be sha256:… for something that is elsewhere.',
  examples: [['cupel attest app.tgz --predicate bom.json --type https://cyclonedx.org/bom --key release.pem', 'the SBOM of a release']],
  async run(context) {
    const { args, flags } = context
    const predicate = text(flags, 'predicate')
    const predicateType = text(flags, 'type')
    if (predicate === undefined) throw usageMissingArgument('--predicate FILE', 'attest')
    if (predicateType === undefined) throw usageMissingArgument('--type URI', 'attest')
    const made = await attestFiles({ ...signerRequest(context), files: args, predicate, predicateType })
    const [first = ''] = args
    deliverBundle(made, text(flags, 'bundle') ?? `${first.replaceAll(':', '-')}.sigstore.json`, context)
    return 0
  },
})
