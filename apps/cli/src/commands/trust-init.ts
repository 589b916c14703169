import { resolve } from 'node:path'
import { existsSync } from 'node:fs'
import { proposeTrust } from '@cupel/engine/verify'
import { outputUnwritable } from '@cupel/model'
import { defineCommand, isSet, text, texts } from '../command.ts'
import { writeOutput } from '../deliver.ts'
import { showProblems } from '../show-problems.ts'

/** `cupel trust init`: a first policy from what is there, for a person to check. */
export default defineCommand({
  id: 'trust-init',
  summary: 'propose a trust policy from the signatures of artifacts',
  usage: 'ARTIFACT…',
  arity: [1, 1000],
  flags: {
    bundle: { type: 'string', short: 'b', multiple: true, value: 'FILE', help: 'evidence (default: what lies beside each artifact)' },
    purl: { type: 'string', value: 'PURL', help: 'package that the artifacts are' },
    repository: { type: 'string', value: 'URL', help: 'repository that the artifacts are of' },
    'trusted-root': { type: 'string', value: 'FILE', help: 'Sigstore trusted root (default: the one shipped)' },
    output: { type: 'string', short: 'o', value: 'FILE', help: 'write to a new file instead of stdout' },
    force: { type: 'boolean', help: 'replace the file if it is there' },
  },
  description:
    'The signatures are verified, but nobody has checked that these signers are the right ones: read the proposal before you rely on it. Exit 3 when evidence was missing or did not hold.',
  examples: [['cupel trust init dist/app.tgz -o trust.toml', 'then read trust.toml, and cupel trust lint']],
  async run({ args, flags, cwd, now, stdout, stderr }) {
    const purl = text(flags, 'purl')
    const repository = text(flags, 'repository')
    const root = text(flags, 'trusted-root')
    const named = purl !== undefined || repository !== undefined
    const proposed = await proposeTrust({
      artifacts: args,
      evidence: texts(flags, 'bundle'),
      ...(named ? { subject: { ...(purl === undefined ? {} : { purl }), ...(repository === undefined ? {} : { repository }) } } : {}),
      ...(root === undefined ? {} : { trustedRoot: root }),
      cwd,
      now: now(),
    })
    showProblems(proposed.problems, stderr)
    const output = text(flags, 'output')
    if (proposed.text === '') return 3
    if (output === undefined || output === '-') stdout.write(proposed.text)
    else {
      if (existsSync(resolve(cwd, output)) && !isSet(flags, 'force'))
        throw outputUnwritable(output, new Error('it is there already; --force replaces it'))
      writeOutput(resolve(cwd, output), proposed.text)
      stderr.write(`${proposed.signers} signers proposed in ${output}: check that they are who you mean\n`)
    }
    return proposed.problems.length > 0 ? 3 : 0
  },
})
