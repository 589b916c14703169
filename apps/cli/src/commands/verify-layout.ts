import { verifyLayoutFiles } from '@cupel/engine/verify'
import { usageWrongValue } from '@cupel/model'
import { defineCommand, isSet, text, texts } from '../command.ts'
import { given, namedValues } from '../given-flags.ts'
import { deliverVerdict, refuseTwoBases, VERDICT_FLAGS } from '../verify-flags.ts'

/** `cupel verify layout`: whether a product was made as its owner laid down. */
export default defineCommand({
  id: 'verify-layout',
  summary: 'check the steps of a supply chain against its layout (in-toto)',
  usage: 'LAYOUT',
  arity: [1, 1],
  flags: {
    key: {
      type: 'string',
      short: 'k',
      multiple: true,
      value: 'FILE',
      help: 'public key (PEM) of an owner of the layout; each must have signed',
    },
    trust: {
      type: 'string',
      value: 'FILE',
      help: 'trust policy in place of keys (default: trust.toml here): its rules with evidence layout',
    },
    purl: { type: 'string', value: 'PURL', help: 'package that the product is, for the rules of the policy' },
    repository: { type: 'string', value: 'URL', help: 'repository that the product is of, for the rules of the policy' },
    links: { type: 'string', value: 'DIR', help: 'folder with the link files (default: here)' },
    product: { type: 'string', value: 'DIR', help: 'folder with the final product, for inspections (default: here)' },
    param: { type: 'string', multiple: true, value: 'NAME=VALUE', help: 'value for a parameter of the layout; may be repeated' },
    'run-inspections': { type: 'boolean', help: 'run the commands of the layout’s inspections, confined, on a copy of the product' },
    'inspection-timeout': { type: 'string', value: 'SECONDS', help: 'time that one inspection may take (default: 60)' },
    ...VERDICT_FLAGS,
  },
  description:
    'Inspections are commands that the layout brings: none is run unless you say so, and then without network, able to write into a copy only, and only on systems that can confine it.',
  examples: [
    ['cupel verify layout root.layout --key owner.pub --links links', 'refused if the layout has inspections that were not allowed'],
    ['cupel verify layout root.layout --trust trust.toml --links links', 'owners are whom the rules name for the layout'],
  ],
  run(context) {
    const { args, flags, cwd, now } = context
    const seconds = text(flags, 'inspection-timeout') ?? '60'
    if (!/^[1-9]\d{0,4}$/.test(seconds)) throw usageWrongValue('--inspection-timeout', seconds, 'seconds, 1 to 99999')
    refuseTwoBases(flags, 'key')
    const report = verifyLayoutFiles({
      layout: args[0] ?? '',
      keys: texts(flags, 'key'),
      ...given(flags, { policy: 'trust' }),
      subject: given(flags, { purl: 'purl', repository: 'repository' }),
      links: text(flags, 'links') ?? '.',
      product: text(flags, 'product') ?? '.',
      parameters: namedValues(texts(flags, 'param'), '--param'),
      runInspections: isSet(flags, 'run-inspections'),
      timeoutMs: Number(seconds) * 1000,
      cwd,
      now: now(),
    })
    return deliverVerdict(report, context)
  },
})
