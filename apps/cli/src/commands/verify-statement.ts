import { verifyStatements } from '@cupel/engine/verify'
import { defineCommand, texts } from '../command.ts'
import { given } from '../given-flags.ts'
import { deliverVerdict, VERDICT_FLAGS } from '../verify-flags.ts'

/** `cupel verify statement`: COSE messages and transparent statements. */
export default defineCommand({
  id: 'verify-statement',
  summary: 'check signed statements in COSE, and their receipts by transparency services (SCITT)',
  usage: 'FILE…',
  arity: [1, 10_000],
  flags: {
    key: { type: 'string', short: 'k', multiple: true, value: 'FILE', help: 'public key (PEM) of an issuer; may be repeated' },
    'log-key': { type: 'string', multiple: true, value: 'FILE', help: 'public key of a transparency service: then a receipt is needed' },
    payload: { type: 'string', value: 'FILE', help: 'what was signed, where the message does not carry it' },
    ...VERDICT_FLAGS,
  },
  examples: [['cupel verify statement release.cose --key issuer.pub --log-key service.pub', 'with the receipt that it carries']],
  async run(context) {
    const { args, flags, cwd } = context
    const report = await verifyStatements({
      statements: args,
      keys: texts(flags, 'key'),
      logKeys: texts(flags, 'log-key'),
      ...given(flags, { payload: 'payload' }),
      cwd,
    })
    return deliverVerdict(report, context)
  },
})
