import { folderDocuments, networkDocuments, verifyNpm } from '@cupel/engine/verify'
import { networkForbidden } from '@cupel/model'
import { defineCommand, isSet, text } from '../command.ts'
import { progressOn } from '../progress.ts'
import { deliverVerdict, ROOT_FLAGS, TRUST_FLAGS, trustRequest, VERDICT_FLAGS } from '../verify-flags.ts'

const { trust } = TRUST_FLAGS

/** `cupel verify npm`: registry signatures, attestations and their history for everything that a lock file pins. */
export default defineCommand({
  id: 'verify-npm',
  summary: 'check what the registry vouches for in every npm package of a project',
  usage: '[TARGET]',
  arity: [0, 1],
  flags: {
    evidence: { type: 'string', value: 'DIR', help: 'saved documents of the registry: NAME.json, NAME@VERSION.attestations.json' },
    registry: { type: 'string', value: 'URL', help: 'registry to ask (default: the one that npm is configured for)' },
    'registry-keys': { type: 'string', value: 'FILE', help: 'keys of the registry (default: those of the public one, as shipped)' },
    offline: { type: 'boolean', help: 'forbid every network access' },
    ...(trust === undefined ? {} : { trust }),
    ...ROOT_FLAGS,
    ...VERDICT_FLAGS,
  },
  description:
    'A package is refused when its signature, its attestations or its pinned digest do not hold, or when its provenance is weaker than that of earlier releases.',
  examples: [
    ['cupel verify npm', 'the project here, asking the registry'],
    ['cupel verify npm . --evidence documents --offline', 'from saved documents'],
  ],
  async run(context) {
    const { args, flags, cwd, now, signal, stderr } = context
    const folder = text(flags, 'evidence')
    const registry = text(flags, 'registry')
    if (folder === undefined && isSet(flags, 'offline')) throw networkForbidden('verify npm without --evidence')
    const documents =
      folder === undefined
        ? await networkDocuments({ signal, ...(registry === undefined ? {} : { registry }) })
        : folderDocuments(folder, cwd)
    const keys = text(flags, 'registry-keys')
    const line = progressOn(stderr, { quiet: false, now })
    const report = await verifyNpm({
      target: args[0] ?? '.',
      documents,
      ...(keys === undefined ? {} : { keys }),
      trust: trustRequest(flags),
      cwd,
      now: now(),
      progress: (done, all) => line.show(`${done} of ${all} packages`),
    })
    line.done()
    return deliverVerdict(report, context)
  },
})
