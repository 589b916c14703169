import { verifyModelFolder } from '@cupel/engine/verify'
import { usageMissingArgument, usageWrongValue } from '@cupel/model'
import { defineCommand, isSet, text, texts } from '../command.ts'
import { given } from '../given-flags.ts'
import { deliverVerdict, maxRootAge, TRUST_FLAGS, VERDICT_FLAGS } from '../verify-flags.ts'

const { unlogged: _, ...SIGNER } = TRUST_FLAGS

/** `cupel verify model`: whether an AI model is, file by file, what somebody signed. */
export default defineCommand({
  id: 'verify-model',
  summary: 'check every file of an AI model against its signature (OpenSSF model signing)',
  usage: 'MODEL',
  arity: [1, 1],
  flags: {
    signature: { type: 'string', short: 's', value: 'FILE', help: 'the signature (default: MODEL/model.sig)' },
    ...SIGNER,
    purl: { type: 'string', value: 'PURL', help: 'package that the model is, for the rules of the policy' },
    authority: { type: 'string', value: 'FILE', help: 'authorities (PEM) whose certificates may sign' },
    ignore: { type: 'string', multiple: true, value: 'PATH', help: 'path below the model to leave out; may be repeated' },
    'allow-unsigned': { type: 'boolean', help: 'files that nobody signed are a warning' },
    ...VERDICT_FLAGS,
  },
  examples: [
    ['cupel verify model bert --key model.pub', 'no file changed, missing or added'],
    ['cupel verify model bert --trust trust.toml', 'by whom the rules with evidence "model" name for its path'],
  ],
  run(context) {
    const { args, flags, cwd, now } = context
    const model = args[0] ?? ''
    const subject = text(flags, 'identity')
    const issuer = text(flags, 'issuer')
    if ((subject === undefined) !== (issuer === undefined)) throw usageMissingArgument('--identity and --issuer together', 'verify model')
    const chosen = [text(flags, 'trust'), text(flags, 'key'), text(flags, 'authority'), subject].filter((one) => one !== undefined)
    if (chosen.length > 1)
      throw usageWrongValue('--trust, --key, --authority and --identity', 'several of them', 'give one: a verdict has one basis')
    const report = verifyModelFolder({
      model,
      signature: text(flags, 'signature') ?? `${model.replace(/\/+$/, '')}/model.sig`,
      ...given(flags, { policy: 'trust', purl: 'purl', key: 'key', authority: 'authority', trustedRoot: 'trusted-root' }),
      ...maxRootAge(flags),
      ...(subject === undefined || issuer === undefined ? {} : { identity: { subject, issuer } }),
      ignore: texts(flags, 'ignore'),
      allowUnsigned: isSet(flags, 'allow-unsigned'),
      cwd,
      now: now(),
    })
    return deliverVerdict(report, context)
  },
})
