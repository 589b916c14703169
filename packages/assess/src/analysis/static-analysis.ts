import type { Facts } from '../facts/facts.ts'
import { reading } from '../facts/reading.ts'
import { isTestData } from '../files/is-test-data.ts'
import { otherCi } from '../workflow/other-ci.ts'
import { workflowsOf } from '../workflow/workflows-of.ts'

/** A tool that looks for weaknesses in the code, and where the tree sets it up. */
export interface AnalysisTool {
  readonly tool: string
  readonly path: string
  readonly line: number
  /** It looks at files that describe images only, or at style: not at the project's own code. */
  readonly narrow: boolean
}

const ACTIONS: readonly (readonly [tool: string, action: RegExp])[] = [
  ['CodeQL', /^github\/codeql-action\/analyze$/],
  ['Snyk', /^snyk\/actions\/.*/],
  ['Pysa', /^facebook\/pysa-action$/],
  ['Qodana', /^JetBrains\/qodana-action$/],
  ['Hadolint', /^hadolint\/hadolint-action$/],
]

const MORE_ACTIONS: readonly (readonly [tool: string, action: RegExp])[] = [
  ['Semgrep', /^(?:returntocorp|semgrep)\/semgrep(?:-action)?$/],
  ['SonarQube', /^(?:SonarSource|sonarsource)\/sonar(?:cloud-github-action|qube-scan-action|cloud-github-c-cpp)$/],
  ['gosec', /^securego\/gosec$/],
  ['Bandit', /^(?:PyCQA|tj-actions|mdegis|shundor)\/(?:python-)?bandit(?:-action|-scan)?$/],
  ['Brakeman', /^(?:reviewdog\/action-brakeman|devmasx\/brakeman-linter-action|artplan1\/brakeman-action)$/],
  ['Coverity', /^(?:vapier\/coverity-scan-action|synopsys-sig\/[\w-]+|blackduck-inc\/[\w-]+)$/],
  ['golangci-lint', /^golangci\/golangci-lint-action$/],
  ['Horusec', /^fike\/horusec-action$/],
  ['DevSkim', /^microsoft\/DevSkim-Action$/],
  ['Psalm', /^(?:docker:\/\/)?(?:psalm|vimeo)\/psalm-(?:github-actions|github-security-scan)$/],
  ['Checkmarx', /^[Cc]heckmarx(?:-ts)?\/[\w-]+$/],
  ['Veracode', /^veracode\/[\w-]+$/],
  ['Trunk', /^trunk-io\/trunk-action$/],
  ['zizmor', /^zizmorcore\/zizmor-action$/],
]

/** Commands of analysers that look for weaknesses, in any CI's script. */
const COMMANDS: readonly (readonly [tool: string, command: RegExp])[] = [
  ['Semgrep', /\b(?:semgrep|opengrep)\s+(?:ci|scan|--config)/],
  ['Bandit', /\bbandit\s+-/],
  ['gosec', /\bgosec\s+[-./\w]/],
  ['govulncheck', /\bgovulncheck\s/],
  ['golangci-lint', /\bgolangci-lint\s+run\b/],
  ['staticcheck', /\bstaticcheck\s+[-./\w]/],
  ['Brakeman', /\bbrakeman\b/],
  ['Clippy', /\bcargo\s+(?:\+\S{1,40}\s+)?clippy\b/],
  ['clang-tidy', /\b(?:run-)?clang-tidy\b/],
  ['cppcheck', /\bcppcheck\s/],
  ['scan-build', /\bscan-build\s/],
  ['Coverity', /\bcov-build\s|scan\.coverity\.com/],
  ['SonarQube', /\bsonar-scanner\b|\bsonar:sonar\b|\bgradlew?\b.{0,100}\bsonar(?:qube)?\b/],
  ['SpotBugs', /\bspotbugs\w*\b/],
  ['PHPStan', /\bphpstan\s+analy[sz]e/],
  ['Psalm', /\bpsalm\s+-/],
  ['Infer', /\binfer\s+run\b/],
  ['PVS-Studio', /\bpvs-studio-analyzer\b/],
  ['njsscan', /\bnjsscan\s/],
  ['Sobelow', /\bmix\s+sobelow\b/],
]

const NARROW = new Set(['Hadolint', 'zizmor', 'Clippy', 'golangci-lint', 'Trunk'])

/** As Scorecard 5 has them: five actions and a Sonar address in a Maven file. */
export const scorecardTools = reading((facts): readonly AnalysisTool[] => [...byAction(facts, ACTIONS), ...sonarProjects(facts)])

/** With further actions, commands of any CI, and files that set a tool up. */
export const analysisTools = reading((facts): readonly AnalysisTool[] => [
  ...byAction(facts, [...ACTIONS, ...MORE_ACTIONS]),
  ...byCommand(facts),
  ...sonarProjects(facts),
  ...byFile(facts),
])

function byAction(facts: Facts, known: readonly (readonly [string, RegExp])[]): readonly AnalysisTool[] {
  return known.flatMap(([tool, pattern]) =>
    workflowsOf(facts).workflows.flatMap(({ path, jobs }) =>
      jobs.flatMap(({ steps, uses }) =>
        [uses, ...steps.map((step) => (step.run === null ? step.uses : null))].flatMap((text) => {
          const action = text?.value.replace(/^actions:\/\//, '').split('@')[0] ?? ''
          return text !== null && text !== undefined && pattern.test(action)
            ? [{ tool, path, line: text.line, narrow: NARROW.has(tool) }]
            : []
        }),
      ),
    ),
  )
}

function byCommand(facts: Facts): readonly AnalysisTool[] {
  const scripts = [
    ...workflowsOf(facts).workflows.flatMap(({ path, jobs }) =>
      jobs.flatMap(({ steps }) => steps.flatMap(({ run }) => (run === null ? [] : [{ path, ...run }]))),
    ),
    ...otherCi(facts).flatMap(({ path, scripts: own }) => own.map((script) => ({ path, ...script }))),
  ]
  return scripts.flatMap(({ path, value, line }) => {
    const lines = value.split('\n').map((text) => text.slice(0, 2000))
    return COMMANDS.flatMap(([tool, pattern]) => {
      const at = lines.findIndex((text) => !text.trimStart().startsWith('#') && pattern.test(text))
      return at === -1 ? [] : [{ tool, path, line: line + at, narrow: NARROW.has(tool) }]
    })
  })
}

function sonarProjects(facts: Facts): readonly AnalysisTool[] {
  return facts.files.paths
    .filter((path) => /(?:^|\/)pom\.xml$/i.test(path) && !isTestData(path))
    .flatMap((path) => {
      const text = facts.files.text(path) ?? ''
      if (!/<sonar\.host\.url>\s{0,50}[^\s<]{1,500}\s{0,50}<\/sonar\.host\.url>/.test(text)) return []
      const line = text.slice(0, text.indexOf('<sonar.host.url>')).split('\n').length
      return [{ tool: 'Sonar', path, line, narrow: false }]
    })
}

const FILES: readonly (readonly [tool: string, path: RegExp])[] = [
  ['SonarQube', /^(?:sonar-project\.properties|\.sonarcloud\.properties)$/],
  ['LGTM', /^\.lgtm\.yml$/],
  ['Codacy', /^\.codacy\.ya?ml$/],
  ['DeepSource', /^\.deepsource\.toml$/],
]

function byFile(facts: Facts): readonly AnalysisTool[] {
  const files = FILES.flatMap(([tool, pattern]) =>
    facts.files.paths.filter((path) => pattern.test(path)).map((path) => ({ tool, path, line: 1, narrow: false })),
  )
  const gitlab = facts.files.text('.gitlab-ci.yml') ?? ''
  const at = gitlab
    .split('\n')
    .findIndex((line) => /\bJobs\/SAST|Security\/SAST|SAST\.(?:latest\.)?gitlab-ci\.yml/.test(line.slice(0, 500)))
  return at === -1 ? files : [...files, { tool: 'GitLab SAST', path: '.gitlab-ci.yml', line: at + 1, narrow: false }]
}
