import { verifyGit, verifyGitByPolicy, verifyGittuf } from '@cupel/engine/verify'
import { usageMissingArgument } from '@cupel/model'
import { defineCommand, isSet, text, texts } from '../command.ts'
import { progressOn } from '../progress.ts'
import { deliverVerdict, maxRootAge, refuseTwoBases, ROOT_FLAGS, VERDICT_FLAGS } from '../verify-flags.ts'

/** `cupel verify git`: every commit of a history. */
export default defineCommand({
  id: 'verify-git',
  summary: 'check who signed every commit and tag of a repository',
  usage: '[REPOSITORY]',
  arity: [0, 1],
  flags: {
    'allowed-signers': { type: 'string', value: 'FILE', help: 'SSH keys that may sign, as ssh-keygen knows them' },
    revocations: { type: 'string', value: 'FILE', help: 'SSH keys that are revoked: a list, or a KRL' },
    keyring: { type: 'string', multiple: true, value: 'FILE', help: 'OpenPGP keys that may sign; may be repeated' },
    authority: { type: 'string', multiple: true, value: 'FILE', help: 'certificates of authorities for X.509 signatures (PEM)' },
    gitsign: { type: 'boolean', help: 'accept certificates of Sigstore (gitsign); needs --signers' },
    trust: { type: 'string', value: 'FILE', help: 'trust policy in place of these: its rules with evidence commit and tag' },
    repository: { type: 'string', value: 'URL', help: 'repository that the rules of the policy know it by' },
    'gittuf-root': {
      type: 'string',
      multiple: true,
      value: 'KEY',
      help: 'judge refs by the gittuf policy of the repository; its first root may name these keys alone (SHA256:… or identity::issuer)',
    },
    ref: {
      type: 'string',
      multiple: true,
      value: 'REF',
      help: 'with --gittuf-root: ref to judge, as refs/heads/main (default: that of HEAD)',
    },
    ...ROOT_FLAGS,
    revision: { type: 'string', value: 'REV', help: 'judge from here (default: HEAD)' },
    since: { type: 'string', value: 'REV', help: 'commits that this one reaches are not judged' },
    signers: { type: 'string', value: 'LIST', help: 'addresses that may sign: *@example.org,!eve@example.org' },
    issuer: {
      type: 'string',
      multiple: true,
      value: 'URL',
      help: 'with --gitsign: who must have vouched for the signer, exactly; may be repeated (default: anybody, with a note)',
    },
    'signer-is-committer': { type: 'boolean', help: 'who signed must be who committed' },
    'unsigned-merges': { type: 'boolean', help: 'merges need no signature of their own' },
    tags: { type: 'boolean', help: 'judge all tags as well' },
    ...VERDICT_FLAGS,
  },
  description:
    'Works in this process, on the objects alone: nothing of the repository is run. Exit 5 when a commit is not signed as asked.',
  examples: [
    ['cupel verify git --allowed-signers .git_allowed_signers', 'the whole history here'],
    [
      'cupel verify git --trust trust.toml --repository https://github.com/acme/app',
      'by the rules of one policy, each since its own start',
    ],
    ['cupel verify git --gittuf-root SHA256:… --ref refs/heads/main', 'every change of the branch, by the gittuf policy of its time'],
    ['cupel verify git repo --keyring release.asc --since v1.0 --signers "*@example.org"', 'all commits since a tag, by one organisation'],
  ],
  async run(context) {
    const { args, flags, cwd, now, stderr } = context
    const optional = (key: string, name: string): Record<string, string> => {
      const value = text(flags, name)
      return value === undefined ? {} : { [key]: value }
    }
    const policy = text(flags, 'trust')
    const rootKeys = texts(flags, 'gittuf-root')
    if (rootKeys.length === 0 && texts(flags, 'ref').length > 0) throw usageMissingArgument('--gittuf-root KEY beside --ref', 'verify git')
    if (rootKeys.length > 0) {
      refuseTwoBases(flags, 'gittuf-root')
      const refs = texts(flags, 'ref')
      const root = { ...optional('trustedRoot', 'trusted-root'), ...maxRootAge(flags) }
      return deliverVerdict(await verifyGittuf({ target: args[0] ?? '.', rootKeys, refs, ...root, cwd, now: now() }), context)
    }
    if (policy !== undefined) {
      const repository = text(flags, 'repository')
      if (repository === undefined) throw usageMissingArgument('--repository URL beside --trust', 'verify git')
      const byPolicy = await verifyGitByPolicy({
        target: args[0] ?? '.',
        repository,
        trust: { policy, ...optional('trustedRoot', 'trusted-root'), ...maxRootAge(flags) },
        ...optional('revision', 'revision'),
        cwd,
        now: now(),
      })
      return deliverVerdict(byPolicy, context)
    }
    const issuers = texts(flags, 'issuer')
    if (issuers.length > 0 && !isSet(flags, 'gitsign')) throw usageMissingArgument('--gitsign beside --issuer', 'verify git')
    const line = progressOn(stderr, { quiet: false, now })
    const report = await verifyGit({
      target: args[0] ?? '.',
      trust: {
        ...optional('allowedSigners', 'allowed-signers'),
        ...optional('revocations', 'revocations'),
        keyrings: texts(flags, 'keyring'),
        authorities: texts(flags, 'authority'),
        sigstore: isSet(flags, 'gitsign'),
      },
      ...optional('trustedRoot', 'trusted-root'),
      ...maxRootAge(flags),
      ...optional('revision', 'revision'),
      ...optional('since', 'since'),
      policy: {
        ...optional('signers', 'signers'),
        ...(issuers.length === 0 ? {} : { issuers }),
        allowUnsignedMerges: isSet(flags, 'unsigned-merges'),
        signerIsCommitter: isSet(flags, 'signer-is-committer'),
      },
      tags: isSet(flags, 'tags'),
      cwd,
      now: now(),
      progress: (commits) => line.show(`${commits} commits`),
    })
    line.done()
    return deliverVerdict(report, context)
  },
})
