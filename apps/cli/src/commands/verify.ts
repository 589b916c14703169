import { verifyArtifact } from '@cupel/engine/verify'
import { defineCommand, text, texts } from '../command.ts'
import { deliverVerdict, TRUST_FLAGS, trustRequest, VERDICT_FLAGS } from '../verify-flags.ts'

/** `cupel verify`: whether somebody trusted vouches for an artifact. */
export default defineCommand({
  id: 'verify',
  summary: 'check who vouches for an artifact: signatures, provenance, attestations',
  usage: 'ARTIFACT',
  arity: [1, 1],
  flags: {
    bundle: {
      type: 'string',
      short: 'b',
      multiple: true,
      value: 'FILE',
      help: 'Sigstore bundle, DSSE envelope or JSON lines of them (default: beside the artifact)',
    },
    purl: { type: 'string', value: 'PURL', help: 'package that the artifact is, for the rules of the policy' },
    repository: { type: 'string', value: 'URL', help: 'repository that the artifact is of, for the rules of the policy' },
    ...TRUST_FLAGS,
    ...VERDICT_FLAGS,
  },
  description:
    'Works offline. ARTIFACT is a file, or sha256:… when the file is elsewhere. Exit 0 when it is verified, 5 when it is refused, 3 when something could not be judged.',
  examples: [
    ['cupel verify app.tgz --trust trust.toml', 'by a policy, with the evidence beside the file'],
    ['cupel verify app.tgz -b app.sigstore.json --identity ci@example.org --issuer https://accounts.example.org', 'one identity'],
    ['cupel verify app.tgz --format html=verdict.html --steps', 'the verdict as a page, and all steps in the terminal'],
  ],
  async run(context) {
    const { args, flags, cwd, now } = context
    const purl = text(flags, 'purl')
    const repository = text(flags, 'repository')
    const report = await verifyArtifact({
      artifact: args[0] ?? '',
      evidence: texts(flags, 'bundle'),
      trust: trustRequest(flags),
      subject: { ...(purl === undefined ? {} : { purl }), ...(repository === undefined ? {} : { repository }) },
      cwd,
      now: now(),
    })
    return deliverVerdict(report, context)
  },
})
