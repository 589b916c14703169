import { folderPypiDocuments, networkPypiDocuments, verifyPypi } from '@cupel/engine/verify'
import { networkForbidden, usageWrongValue } from '@cupel/model'
import { defineCommand, isSet, text } from '../command.ts'
import { given } from '../given-flags.ts'
import { deliverVerdict, TRUST_FLAGS, trustRequest, VERDICT_FLAGS } from '../verify-flags.ts'

const { key: _, unlogged: __, ...SIGNER } = TRUST_FLAGS

/** `cupel verify pypi`: attestations of a Python package index over distributions. */
export default defineCommand({
  id: 'verify-pypi',
  summary: 'check who published wheels and source distributions (PEP 740)',
  usage: 'FILE…',
  arity: [1, 10_000],
  flags: {
    provenance: { type: 'string', short: 'p', value: 'FILE', help: 'provenance object or attestation of the one file' },
    evidence: { type: 'string', value: 'DIR', help: 'saved documents of the index: PROJECT.json, FILE.provenance' },
    index: { type: 'string', value: 'URL', help: 'index to ask (default: the one that pip is configured for)' },
    offline: { type: 'boolean', help: 'forbid every network access' },
    repository: { type: 'string', value: 'URL', help: 'repository that it must be published from' },
    workflow: { type: 'string', value: 'NAME', help: 'workflow in that repository, as release.yml' },
    ...SIGNER,
    ...VERDICT_FLAGS,
  },
  description:
    'A file is refused when its attestations do not hold, when it is not the file that the index lists, or when its provenance is weaker than, or from elsewhere than, that of the release before.',
  examples: [
    ['cupel verify pypi acme-1.0-py3-none-any.whl --repository https://github.com/acme/acme', 'asking the index'],
    ['cupel verify pypi acme-1.0.tar.gz --provenance acme.provenance --repository https://github.com/acme/acme', 'offline'],
  ],
  async run(context) {
    const { args, flags, cwd, now, signal } = context
    const provenance = text(flags, 'provenance')
    const folder = text(flags, 'evidence')
    if (provenance !== undefined && args.length > 1) throw usageWrongValue('--provenance', provenance, 'it is about one FILE')
    const asks = provenance === undefined && folder === undefined
    if (asks && isSet(flags, 'offline')) throw networkForbidden('verify pypi without --provenance or --evidence')
    const documents = asks
      ? await networkPypiDocuments({ signal, ...given(flags, { index: 'index' }) })
      : folder === undefined
        ? null
        : folderPypiDocuments(folder, cwd)
    const report = await verifyPypi({
      files: args,
      ...given(flags, { provenance: 'provenance', repository: 'repository', workflow: 'workflow' }),
      documents,
      trust: trustRequest(flags),
      cwd,
      now: now(),
    })
    return deliverVerdict(report, context)
  },
})
