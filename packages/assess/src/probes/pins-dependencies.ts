import { found, notApplicable, notFound, notUnderstood, snippetOf } from '../finding.ts'
import type { DependencyUse } from '../pinning/dependency-use.ts'
import { pinningOf } from '../pinning/pinning-of.ts'
import type { Remediation } from '../outcome.ts'
import type { ProbeFinding } from '../probe.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe({
  id: 'pinsDependencies',
  title: 'Is what workflows, images and scripts bring in fixed by a digest?',
  remediation: {
    text: 'Name dependencies by a digest, or install them from a lock file that holds digests',
    effort: 'medium',
    link: 'https://github.com/ossf/scorecard/blob/main/docs/checks.md#pinned-dependencies',
  },
  run(facts, reading) {
    const { uses, faults } = pinningOf(facts, reading)
    const findings = [
      ...faults.map(({ path, line, reason }) => notUnderstood(`part of the file was not looked at: ${reason}`, { path, line })),
      ...uses.map(findingOf),
    ]
    return findings.length === 0 ? [notApplicable('nothing is brought in')] : findings
  },
})

function findingOf(use: DependencyUse): ProbeFinding {
  const { kind, path, line, endLine, pinned } = use
  const owned = kind === 'GitHubAction' && /^(?:actions|github)\//.test(use.snippet)
  const places = [{ path, line, ...(endLine > line ? { endLine } : {}), snippet: snippetOf(use.snippet) }]
  const values = { dependencyType: kind, gitHubOwned: owned }
  if (pinned) return found(`${WORDS[kind]} is fixed`, places, values)
  return { ...notFound(`${WORDS[kind]} is not fixed by a digest`, places, values), remediation: REMEDIES[kind] }
}

const WORDS: Readonly<Record<DependencyUse['kind'], string>> = {
  GitHubAction: 'an action',
  containerImage: 'a container image',
  downloadThenRun: 'a script that is downloaded and run',
  goCommand: 'a Go module',
  chocoCommand: 'a Chocolatey package',
  npmCommand: 'an npm install',
  pipCommand: 'a pip install',
  nugetCommand: 'a NuGet package',
  ciInclude: 'CI configuration of another repository',
  ciOrb: 'an orb',
  ciTask: 'a marketplace task',
}

const REMEDIES: Readonly<Record<DependencyUse['kind'], Remediation>> = {
  GitHubAction: { text: 'Name the action by the full commit id of the version you mean, with the version in a comment', effort: 'low' },
  containerImage: { text: 'Name the image with its digest: `name:tag@sha256:…`', effort: 'low' },
  downloadThenRun: {
    text: 'Download to a file, compare its SHA-256 with one that is kept in the repository, then run it',
    effort: 'medium',
  },
  goCommand: { text: 'Name a full version or commit: `go install name@v1.2.3`', effort: 'low' },
  chocoCommand: { text: 'Add `--require-checksums`', effort: 'low' },
  npmCommand: { text: 'Use `npm ci` with a committed lock file', effort: 'low' },
  pipCommand: { text: 'Use `pip install --require-hashes -r requirements.txt` with hashes written by pip-compile or uv', effort: 'medium' },
  ciInclude: { text: 'Name the other repository’s file by a full commit id, or give its `integrity`', effort: 'low' },
  ciOrb: { text: 'Name the orb by a full version: `owner/orb@1.2.3`', effort: 'low' },
  ciTask: { text: 'Name the task by a full version: `publisher.extension.task@1.2.3`', effort: 'low' },
  nugetCommand: { text: 'Restore in locked mode, or manage exact versions centrally', effort: 'medium' },
}
