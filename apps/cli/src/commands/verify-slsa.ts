import { verifySlsa } from '@cupel/engine/verify'
import { usageMissingArgument } from '@cupel/model'
import { defineCommand, isSet, text, texts } from '../command.ts'
import { given, namedValues } from '../given-flags.ts'
import { deliverVerdict, maxRootAge, ROOT_FLAGS, VERDICT_FLAGS } from '../verify-flags.ts'

/** `cupel verify slsa`: where, by whom and from what something was built. */
export default defineCommand({
  id: 'verify-slsa',
  summary: 'check where, by whom and from what source an artifact was built (SLSA)',
  usage: 'ARTIFACT…',
  arity: [1, 10_000],
  flags: {
    provenance: { type: 'string', short: 'p', multiple: true, value: 'FILE', help: 'provenance (default: what lies beside each artifact)' },
    'source-uri': { type: 'string', value: 'REPO', help: 'github.com/owner/name that it must be built from' },
    'builder-id': { type: 'string', value: 'URI', help: 'builder, with @v1.2.3 or without (default: one known to be isolated)' },
    'source-branch': { type: 'string', value: 'NAME', help: 'branch that it must be built from' },
    'source-tag': { type: 'string', value: 'NAME', help: 'tag that it must be built from, exactly' },
    'source-versioned-tag': { type: 'string', value: 'VERSION', help: 'version of the tag: v1 is also v1.2.3' },
    'workflow-input': { type: 'string', multiple: true, value: 'NAME=VALUE', help: 'input of the workflow; may be repeated' },
    'build-type': { type: 'string', multiple: true, value: 'URI', help: 'accepted build type; may be repeated' },
    'min-level': { type: 'string', value: 'LEVEL', help: 'lowest SLSA build level', choices: ['0', '1', '2', '3'] },
    key: { type: 'string', multiple: true, value: 'FILE', help: 'public key (PEM) of a builder that signs with one' },
    'gcb-keys': { type: 'string', value: 'DIR', help: 'keys of Google Cloud Build, one PEM a region' },
    unlogged: { type: 'boolean', help: 'accept envelopes of old generators that carry a certificate and no log entry, with a warning' },
    ...ROOT_FLAGS,
    ...VERDICT_FLAGS,
  },
  description:
    'Reads provenance 0.2, 1.0 and 1.1 in Sigstore bundles, DSSE envelopes, JSON lines, image descriptions of Google Cloud Build and answers of npm registries. Offline.',
  examples: [['cupel verify slsa app.tgz --source-uri github.com/acme/app --source-tag v1.2.3', 'with the provenance beside the file']],
  run(context) {
    const { args, flags, cwd, now } = context
    const sourceUri = text(flags, 'source-uri')
    if (sourceUri === undefined) throw usageMissingArgument('--source-uri REPO', 'verify slsa')
    const inputs = namedValues(texts(flags, 'workflow-input'), '--workflow-input')
    const buildTypes = texts(flags, 'build-type')
    const level = text(flags, 'min-level')
    const report = verifySlsa({
      artifacts: args,
      provenance: texts(flags, 'provenance'),
      policy: {
        sourceUri,
        ...given(flags, { builderId: 'builder-id', sourceBranch: 'source-branch', sourceTag: 'source-tag' }),
        ...given(flags, { sourceVersionedTag: 'source-versioned-tag' }),
        ...(Object.keys(inputs).length === 0 ? {} : { workflowInputs: inputs }),
        ...(buildTypes.length === 0 ? {} : { buildTypes }),
        ...(level === undefined ? {} : { minLevel: Number(level) as 0 | 1 | 2 | 3 }),
      },
      keys: texts(flags, 'key'),
      ...given(flags, { gcbKeys: 'gcb-keys', trustedRoot: 'trusted-root' }),
      ...maxRootAge(flags),
      unlogged: isSet(flags, 'unlogged'),
      cwd,
      now: now(),
    })
    return deliverVerdict(report, context)
  },
})
