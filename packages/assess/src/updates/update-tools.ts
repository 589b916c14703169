import { isBot } from '../facts/bots.ts'
import type { Facts } from '../facts/facts.ts'
import { reading } from '../facts/reading.ts'
import type { Place } from '../outcome.ts'
import { workflowsOf } from '../workflow/workflows-of.ts'

/** A tool that proposes updates of dependencies, and what shows it. */
export interface UpdateTool {
  readonly tool: string
  readonly place: Place
}

const DEPENDABOT = new Set(['.github/dependabot.yml', '.github/dependabot.yaml'])
const RENOVATE = new Set([
  'renovate.json',
  'renovate.json5',
  '.github/renovate.json',
  '.github/renovate.json5',
  '.gitlab/renovate.json',
  '.gitlab/renovate.json5',
  '.renovaterc',
  '.renovaterc.json',
  '.renovaterc.json5',
])
const STEWARD = new Set(['', '.github/', '.config/'].flatMap((folder) => [`${folder}.scala-steward.conf`, `${folder}scala-steward.conf`]))

/** By the files that Scorecard 5 knows. */
export const toolsByFile = reading((facts): readonly UpdateTool[] =>
  facts.files.paths.flatMap((path) => {
    const lower = path.toLowerCase()
    const tool = DEPENDABOT.has(lower) ? 'Dependabot' : RENOVATE.has(lower) ? 'RenovateBot' : STEWARD.has(lower) ? 'scala-steward' : null
    return tool === null ? [] : [{ tool, place: { path } }]
  }),
)

const MORE_FILES: readonly (readonly [tool: string, path: RegExp])[] = [
  ['RenovateBot', /^\.(?:github\/|gitlab\/|config\/)?renovaterc?(?:\.json5?|\.js|\.cjs|\.mjs)?$|^renovate-config\.js$|^config\.js$/],
  ['Mend', /^\.whitesource$/],
  ['pyup', /^\.pyup\.ya?ml$/],
  ['updatecli', /^(?:updatecli\.d\/|updatecli\/|\.github\/updatecli\/).+\.ya?ml$|^updatecli\.ya?ml$/],
  ['Copybara', /^copy\.bara\.sky$|(?:^|\/)copy\.bara\.sky$/],
  ['nvchecker', /^\.?nvchecker\.toml$/],
  ['Doppins', /^\.doppins\.ya?ml$/],
  ['Depfu', /^\.?depfu\.ya?ml$/],
  ['Snyk', /^\.snyk$/],
]

const ACTIONS =
  /^(?:renovatebot\/github-action|scala-steward-org\/scala-steward-action|updatecli\/updatecli-action|peter-evans\/create-pull-request|DeterminateSystems\/update-flake-lock|technote-space\/create-pr-action)@/
const COMMANDS =
  /\b(?:renovate|updatecli\s+(?:apply|diff)|pre-commit\s+autoupdate|npm-check-updates|ncu\s+-u|cargo\s+update|nix\s+flake\s+update|go\s+get\s+-u|pip-compile\s+--upgrade|uv\s+lock\s+--upgrade|poetry\s+update|bundle\s+update|composer\s+update)\b/

/** Also configuration inside other files, workflows on a schedule, and commits of bots in the last year. */
export const updateTools = reading((facts): readonly UpdateTool[] => [...toolsByFile(facts), ...more(facts)])

function more(facts: Facts): readonly UpdateTool[] {
  const files = MORE_FILES.flatMap(([tool, pattern]) =>
    facts.files.paths.filter((path) => pattern.test(path) && path !== 'config.js').map((path) => ({ tool, place: { path } })),
  )
  const manifest = facts.files.text('package.json') ?? ''
  const inManifest = /^\s{0,8}"renovate"\s*:\s*\{/m.test(manifest) ? [{ tool: 'RenovateBot', place: { path: 'package.json' } }] : []
  return [...files, ...inManifest, ...scheduled(facts), ...byCommits(facts)]
}

function scheduled(facts: Facts): readonly UpdateTool[] {
  return workflowsOf(facts).workflows.flatMap(({ path, triggers, jobs }) => {
    if (!triggers.some(({ name }) => name === 'schedule')) return []
    const steps = jobs.flatMap((job) => job.steps)
    const runs = steps.find(
      ({ run, uses }) =>
        (run !== null && COMMANDS.test(run.value.slice(0, 20_000))) ||
        (uses !== null && ACTIONS.test(uses.value) && !uses.value.startsWith('peter-evans')),
    )
    return runs === undefined ? [] : [{ tool: 'a scheduled workflow', place: { path, line: runs.line } }]
  })
}

function byCommits(facts: Facts): readonly UpdateTool[] {
  if (!facts.git.known) return []
  const commit = facts.git.value.commits.find(
    ({ author }) => isBot(author) && /dependabot|renovate|pyup|depfu|scala-steward|greenkeeper|snyk/i.test(author.name),
  )
  return commit === undefined ? [] : [{ tool: commit.author.name.replace(/\[bot\]/i, ''), place: { commit: commit.id } }]
}
