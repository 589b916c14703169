import { attestVsa } from '@cupel/engine/sign'
import { usageMissingArgument } from '@cupel/model'
import { defineCommand, text, texts } from '../command.ts'
import type { FlagValues } from '../command.ts'
import { deliverBundle } from '../deliver-bundle.ts'
import { SIGNER_FLAGS, signerRequest } from '../sign-flags.ts'

/** `cupel attest vsa`: verify once, and sign that for everybody who trusts the verifier. */
export default defineCommand({
  id: 'attest-vsa',
  summary: 'verify an artifact by a policy, and sign a summary of it (SLSA VSA)',
  usage: 'ARTIFACT',
  arity: [1, 1],
  flags: {
    trust: { type: 'string', value: 'FILE', help: 'trust policy (default: trust.toml)' },
    evidence: { type: 'string', multiple: true, value: 'FILE', help: 'evidence about the artifact (default: what lies beside it)' },
    purl: { type: 'string', value: 'PURL', help: 'package that the artifact is, for the rules of the policy' },
    repository: { type: 'string', value: 'URL', help: 'repository that the artifact is of, for the rules of the policy' },
    verifier: { type: 'string', value: 'URI', help: 'who verifies, as others know it' },
    resource: { type: 'string', value: 'URI', help: 'what the artifact is, as users ask for it' },
    ...SIGNER_FLAGS,
    bundle: { type: 'string', short: 'b', value: 'FILE', help: 'where the summary goes; - for stdout (default: ARTIFACT.vsa.json)' },
  },
  description:
    'Nothing is signed about an artifact that is not verified. The build level in the summary is the one that its evidence shows.',
  examples: [
    [
      'cupel attest vsa app.tgz --verifier https://ci.example.org/verifier --resource pkg:npm/app@1.2.3 --key verifier.pem',
      'others then need one signature',
    ],
  ],
  async run(context) {
    const { args, flags } = context
    const artifact = args[0] ?? ''
    const purl = text(flags, 'purl')
    const repository = text(flags, 'repository')
    const made = await attestVsa({
      ...signerRequest(context),
      artifact,
      evidence: texts(flags, 'evidence'),
      policy: text(flags, 'trust') ?? 'trust.toml',
      subject: { ...(purl === undefined ? {} : { purl }), ...(repository === undefined ? {} : { repository }) },
      verifierId: needed(flags, 'verifier'),
      resourceUri: needed(flags, 'resource'),
    })
    deliverBundle(made, text(flags, 'bundle') ?? `${artifact}.vsa.json`, context)
    return 0
  },
})

function needed(flags: FlagValues, name: string): string {
  const value = text(flags, name)
  if (value === undefined) throw usageMissingArgument(`--${name} URI`, 'attest vsa')
  return value
}
