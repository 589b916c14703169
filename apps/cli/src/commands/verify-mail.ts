import { verifyMails } from '@cupel/engine/verify'
import { defineCommand, isSet } from '../command.ts'
import { given } from '../given-flags.ts'
import { deliverVerdict, refuseTwoBases, VERDICT_FLAGS } from '../verify-flags.ts'

/** `cupel verify mail`: who signed a patch that came by mail. */
export default defineCommand({
  id: 'verify-mail',
  summary: 'check developer signatures of patches sent by mail (patatt)',
  usage: 'MAIL…',
  arity: [1, 10_000],
  flags: {
    keyring: { type: 'string', value: 'DIR', help: 'folder with keys as patatt lays them out, such as .keys of a repository' },
    trust: {
      type: 'string',
      value: 'FILE',
      help: 'trust policy in place of a keyring (default: trust.toml here): its rules with evidence mail',
    },
    repository: { type: 'string', value: 'URL', help: 'repository that the patches are for, for the rules of the policy' },
    'any-author': { type: 'boolean', help: 'accept patches that somebody else of the keyring passed on' },
    ...VERDICT_FLAGS,
  },
  examples: [
    ['cupel verify mail patch.eml --keyring .keys', 'text, author and subject, as git would apply them'],
    ['cupel verify mail patch.eml --trust trust.toml --repository https://github.com/acme/app', 'by whom the rules name for it'],
  ],
  run(context) {
    const { args, flags, cwd, now } = context
    refuseTwoBases(flags, 'keyring')
    const basis = given(flags, { keyring: 'keyring', policy: 'trust', repository: 'repository' })
    return deliverVerdict(verifyMails({ mails: args, ...basis, anyAuthor: isSet(flags, 'any-author'), cwd, now: now() }), context)
  },
})
