import { verifyReleaseFiles } from '@cupel/engine/verify'
import { usageWrongValue } from '@cupel/model'
import { defineCommand, text, texts } from '../command.ts'
import { deliverVerdict, VERDICT_FLAGS } from '../verify-flags.ts'

/** `cupel verify release`: a signed list of checksums and the files it names. */
export default defineCommand({
  id: 'verify-release',
  summary: 'check a signed list of checksums, and files against it',
  usage: 'LIST [FILE…]',
  arity: [1, 10_000],
  flags: {
    signature: {
      type: 'string',
      value: 'FILE',
      help: 'detached signature of the list: .sig, .asc, .minisig (default: the list is clear-signed)',
    },
    keyring: { type: 'string', multiple: true, value: 'FILE', help: 'OpenPGP keys of the release team; may be repeated' },
    'minisign-key': { type: 'string', multiple: true, value: 'FILE', help: 'public keys of minisign or signify; may be repeated' },
    trust: {
      type: 'string',
      value: 'FILE',
      help: 'trust policy in place of keys (default: trust.toml here): its rules with evidence checksums',
    },
    ...VERDICT_FLAGS,
  },
  description: 'What is read as the list is exactly what was signed. Files are looked up under their own names.',
  examples: [
    ['cupel verify release SHASUMS256.txt.asc node-v20.tar.xz --keyring release-keys.asc', 'a clear-signed list'],
    ['cupel verify release SHASUMS256.txt.asc app.tgz --trust trust.toml', 'by whom the rules name for each file'],
    ['cupel verify release SHA256SUMS --signature SHA256SUMS.minisig --minisign-key project.pub app.tgz', 'a detached signature'],
  ],
  run(context) {
    const {
      args: [list = '', ...files],
      flags,
      cwd,
      now,
    } = context
    const signature = text(flags, 'signature')
    const policy = text(flags, 'trust')
    const keyrings = texts(flags, 'keyring')
    const signifyKeys = texts(flags, 'minisign-key')
    if (policy !== undefined && keyrings.length + signifyKeys.length > 0)
      throw usageWrongValue('--trust beside keys', 'both of them', 'give one: a verdict has one basis')
    const report = verifyReleaseFiles({
      list,
      ...(signature === undefined ? {} : { signature }),
      files,
      keyrings,
      signifyKeys,
      ...(policy === undefined ? {} : { policy }),
      cwd,
      now: now(),
    })
    return deliverVerdict(report, context)
  },
})
