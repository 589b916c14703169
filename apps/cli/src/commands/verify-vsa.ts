import { verifyVsa } from '@cupel/engine/verify'
import { usageMissingArgument, usageWrongValue } from '@cupel/model'
import { defineCommand, text, texts } from '../command.ts'
import type { FlagValues } from '../command.ts'
import { deliverVerdict, TRUST_FLAGS, trustRequest, VERDICT_FLAGS } from '../verify-flags.ts'

const { trust: _, ...SIGNER } = TRUST_FLAGS

/** `cupel verify vsa`: whether somebody trusted has verified an artifact. */
export default defineCommand({
  id: 'verify-vsa',
  summary: 'check that a trusted verifier has verified an artifact (SLSA VSA)',
  usage: 'ARTIFACT',
  arity: [1, 1],
  flags: {
    attestation: {
      type: 'string',
      short: 'a',
      multiple: true,
      value: 'FILE',
      help: 'the summary (default: ARTIFACT.vsa.json); may be repeated, one that holds is enough',
    },
    verifier: { type: 'string', value: 'URI', help: 'verifier that must have made it' },
    resource: { type: 'string', value: 'URI', help: 'resource that it must be about' },
    level: { type: 'string', multiple: true, value: 'LEVEL', help: 'level that was verified, as SLSA_BUILD_LEVEL_3; may be repeated' },
    'not-before': { type: 'string', value: 'DATE', help: 'refuse summaries older than this day' },
    ...SIGNER,
    ...VERDICT_FLAGS,
  },
  description: 'The signature must be by the identity or key that you name as the verifier’s.',
  examples: [
    [
      'cupel verify vsa app.tgz --verifier https://ci.example.org/verifier --resource pkg:npm/app@1.2.3 --key verifier.pub',
      'one signature',
    ],
  ],
  run(context) {
    const { args, flags, cwd, now } = context
    const artifact = args[0] ?? ''
    const levels = texts(flags, 'level')
    const stated = text(flags, 'not-before')
    const notBefore = stated === undefined ? undefined : new Date(stated)
    if (notBefore !== undefined && Number.isNaN(notBefore.getTime()))
      throw usageWrongValue('--not-before', stated ?? '', 'a day, as 2026-01-31')
    const [first = `${artifact}.vsa.json`, ...more] = texts(flags, 'attestation')
    const report = verifyVsa({
      artifact,
      attestations: [first, ...more],
      policy: {
        verifierId: needed(flags, 'verifier'),
        resourceUri: needed(flags, 'resource'),
        ...(levels.length === 0 ? {} : { levels }),
        ...(notBefore === undefined ? {} : { notBefore }),
      },
      trust: trustRequest(flags),
      cwd,
      now: now(),
    })
    return deliverVerdict(report, context)
  },
})

function needed(flags: FlagValues, name: string): string {
  const value = text(flags, name)
  if (value === undefined) throw usageMissingArgument(`--${name} URI`, 'verify vsa')
  return value
}
