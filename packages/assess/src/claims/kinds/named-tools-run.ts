import { ciUnread } from '../../documents/ci-steps.ts'
import { projectDocuments } from '../../documents/project-documents.ts'
import { findProse } from '../../documents/prose.ts'
import { toolsInUse } from '../../documents/tools-in-use.ts'
import type { Claim, ClaimKind } from '../claim.ts'

const TOOLS = [
  'CodeQL',
  'Semgrep',
  'gosec',
  'Bandit',
  'Brakeman',
  'OSV-Scanner',
  'Trivy',
  'Grype',
  'govulncheck',
  'pip-audit',
  'gitleaks',
  'TruffleHog',
  'ClusterFuzzLite',
  'Coverity',
  'SonarQube',
  'cppcheck',
  'Valgrind',
  'golangci-lint',
  'Clippy',
  'ShellCheck',
  'mypy',
  'RuboCop',
  'PHPStan',
  'Psalm',
  'dependency-review',
]

/** A policy or guide says that CI runs a tool. */
export const namedToolsRun: ClaimKind = {
  id: 'named-tools-run',
  title: 'Tools that the documents say CI runs are run',
  check(facts) {
    const documents = projectDocuments(facts)
    const uses = toolsInUse(facts)
    const everything = facts.files.paths.filter((path) =>
      /^(?:\.github\/|\.gitlab-ci|\.circleci\/|\.pre-commit|makefile|justfile|tox\.ini|noxfile|pyproject|package\.json|\.travis|azure-)/i.test(
        path,
      ),
    )
    return TOOLS.flatMap((tool): readonly Claim[] => {
      const name = tool.replace(/[-.]/g, '[-. ]?')
      const statement = new RegExp(
        `\\b(?:CI|workflows?|pipelines?|GitHub Actions|every (?:push|commit|pull request|PR|merge)|each (?:push|commit|pull request|PR)|on push)\\b.{0,80}\\b(?:runs?|uses?|executes?|scans?|checks?|includes?|performs?|with|by|via)\\b.{0,60}\\b${name}\\b`,
        'i',
      )
      const [hit] = findProse(documents, { roles: ['readme', 'contributing', 'security'], statements: [statement] })
      if (hit === undefined) return []
      const use = uses.find((one) => one.tool.name === tool)
      const claim = `CI runs ${tool}`
      if (use !== undefined)
        return [
          {
            claim,
            stated: hit.place,
            verdict: use.runs.length > 0 ? 'holds' : 'unproven',
            message: `${tool} is ${use.runs.length > 0 ? 'run by CI' : 'configured'}`,
            evidence: use.places,
          },
        ]
      const mentioned = everything.some((path) => new RegExp(name, 'i').test((facts.files.text(path) ?? '').slice(0, 500_000)))
      if (mentioned || ciUnread(facts).length > 0 || everything.length === 0)
        return [{ claim, stated: hit.place, verdict: 'unproven', message: 'No run of it was recognised', evidence: [] }]
      return [
        {
          claim,
          stated: hit.place,
          verdict: 'contradicted',
          message: `No CI file, task or hook names ${tool}`,
          evidence: everything.slice(0, 3).map((path) => ({ path })),
        },
      ]
    })
  },
}
