import { verifyMails } from '@cupel/engine/verify'
import { usageMissingArgument } from '@cupel/model'
import { defineCommand, isSet, text } from '../command.ts'
import { deliverVerdict, VERDICT_FLAGS } from '../verify-flags.ts'

/** `cupel verify mail`: who signed a patch that came by mail. */
export default defineCommand({
  id: 'verify-mail',
  summary: 'check developer signatures of patches sent by mail (patatt)',
  usage: 'MAIL…',
  arity: [1, 10_000],
  flags: {
    keyring: { type: 'string', value: 'DIR', help: 'folder with keys as patatt lays them out, such as .keys of a repository' },
    'any-author': { type: 'boolean', help: 'accept patches that somebody else of the keyring passed on' },
    ...VERDICT_FLAGS,
  },
  examples: [['cupel verify mail patch.eml --keyring .keys', 'text, author and subject, as git would apply them']],
  run(context) {
    const { args, flags, cwd, now } = context
    const keyring = text(flags, 'keyring')
    if (keyring === undefined) throw usageMissingArgument('--keyring DIR', 'verify mail')
    return deliverVerdict(verifyMails({ mails: args, keyring, anyAuthor: isSet(flags, 'any-author'), cwd, now: now() }), context)
  },
})
