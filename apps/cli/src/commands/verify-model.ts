import { verifyModelFolder } from '@cupel/engine/verify'
import { usageMissingArgument } from '@cupel/model'
import { defineCommand, isSet, text, texts } from '../command.ts'
import { given } from '../given-flags.ts'
import { deliverVerdict, maxRootAge, TRUST_FLAGS, VERDICT_FLAGS } from '../verify-flags.ts'

const { trust: _, ...SIGNER } = TRUST_FLAGS

/** `cupel verify model`: whether an AI model is, file by file, what somebody signed. */
export default defineCommand({
  id: 'verify-model',
  summary: 'check every file of an AI model against its signature (OpenSSF model signing)',
  usage: 'MODEL',
  arity: [1, 1],
  flags: {
    signature: { type: 'string', short: 's', value: 'FILE', help: 'the signature (default: MODEL/model.sig)' },
    ...SIGNER,
    authority: { type: 'string', value: 'FILE', help: 'authorities (PEM) whose certificates may sign' },
    ignore: { type: 'string', multiple: true, value: 'PATH', help: 'path below the model to leave out; may be repeated' },
    'allow-unsigned': { type: 'boolean', help: 'files that nobody signed are a warning' },
    ...VERDICT_FLAGS,
  },
  examples: [['cupel verify model bert --key model.pub', 'no file changed, missing or added']],
  run(context) {
    const { args, flags, cwd, now } = context
    const model = args[0] ?? ''
    const subject = text(flags, 'identity')
    const issuer = text(flags, 'issuer')
    if ((subject === undefined) !== (issuer === undefined)) throw usageMissingArgument('--identity and --issuer together', 'verify model')
    const report = verifyModelFolder({
      model,
      signature: text(flags, 'signature') ?? `${model.replace(/\/+$/, '')}/model.sig`,
      ...given(flags, { key: 'key', authority: 'authority', trustedRoot: 'trusted-root' }),
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
