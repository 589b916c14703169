import { verifyStatements } from '@cupel/engine/verify'
import { defineCommand, texts } from '../command.ts'
import { given } from '../given-flags.ts'
import { deliverVerdict, refuseTwoBases, VERDICT_FLAGS } from '../verify-flags.ts'

/** `cupel verify statement`: COSE messages and transparent statements. */
export default defineCommand({
  id: 'verify-statement',
  summary: 'check signed statements in COSE, and their receipts by transparency services (SCITT)',
  usage: 'FILE…',
  arity: [1, 10_000],
  flags: {
    key: { type: 'string', short: 'k', multiple: true, value: 'FILE', help: 'public key (PEM) of an issuer; may be repeated' },
    trust: {
      type: 'string',
      value: 'FILE',
      help: 'trust policy in place of keys (default: trust.toml here): its rules with evidence statement',
    },
    purl: { type: 'string', value: 'PURL', help: 'package that the payload is, for the rules of the policy' },
    'log-key': { type: 'string', multiple: true, value: 'FILE', help: 'public key of a transparency service: then a receipt is needed' },
    payload: { type: 'string', value: 'FILE', help: 'what was signed, where the message does not carry it' },
    ...VERDICT_FLAGS,
  },
  examples: [
    ['cupel verify statement release.cose --key issuer.pub --log-key service.pub', 'with the receipt that it carries'],
    ['cupel verify statement app.cose --payload app.tgz --trust trust.toml', 'by whom the rules name for app.tgz'],
  ],
  async run(context) {
    const { args, flags, cwd, now } = context
    refuseTwoBases(flags, 'key')
    const report = await verifyStatements({
      statements: args,
      keys: texts(flags, 'key'),
      logKeys: texts(flags, 'log-key'),
      ...given(flags, { payload: 'payload', policy: 'trust', purl: 'purl' }),
      cwd,
      now: now(),
    })
    return deliverVerdict(report, context)
  },
})
