import { updateTrust } from '@cupel/engine/verify'
import { defineCommand, isSet, texts } from '../command.ts'
import { given } from '../given-flags.ts'
import { deliverVerdict, VERDICT_FLAGS } from '../verify-flags.ts'

/** `cupel trust update`: the newest trust root, by TUF. */
export default defineCommand({
  id: 'trust-update',
  summary: 'update the Sigstore trust root, signed by its keepers (TUF)',
  usage: '',
  arity: [0, 0],
  flags: {
    'metadata-dir': { type: 'string', value: 'DIR', help: 'keep a repository of your own here (default: cupel’s home, public Sigstore)' },
    root: { type: 'string', value: 'FILE', help: 'root to start from, when DIR has none' },
    url: { type: 'string', value: 'URL', help: 'repository, or a mirror of it' },
    target: { type: 'string', multiple: true, value: 'NAME', help: 'fetch this target too; may be repeated' },
    'target-url': { type: 'string', value: 'URL', help: 'where targets are (default: targets below the repository)' },
    'target-dir': { type: 'string', value: 'DIR', help: 'where targets go (default: here)' },
    offline: { type: 'boolean', help: 'only check and keep the root given' },
    ...VERDICT_FLAGS,
  },
  description:
    'Takes nothing older than what was seen, nothing expired and nothing unsigned. What verify and sign use afterwards is in cupel’s home. Exit 5 when an update is refused; what was trusted before stays.',
  examples: [
    ['cupel trust update', 'the public Sigstore instance'],
    [
      'cupel trust update --metadata-dir tuf --root root.json --url https://tuf.example.org --target trusted_root.json',
      'an instance of your own',
    ],
  ],
  async run(context) {
    const { flags, env, cwd, now, signal } = context
    const report = await updateTrust({
      ...given(flags, { metadataDir: 'metadata-dir', root: 'root', url: 'url', targetUrl: 'target-url', targetDir: 'target-dir' }),
      targets: texts(flags, 'target'),
      offline: isSet(flags, 'offline'),
      env,
      cwd,
      now: now(),
      signal,
    })
    return deliverVerdict(report, context)
  },
})
