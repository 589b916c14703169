import type { Facts } from '../facts/facts.ts'
import { reading } from '../facts/reading.ts'
import { fileKinds } from '../files/file-kinds.ts'
import { isExample } from '../files/is-example.ts'
import { isTestData } from '../files/is-test-data.ts'
import type { Reading } from '../probe.ts'
import { workflowsOf } from '../workflow/workflows-of.ts'
import { collectDockerfiles } from './collect-dockerfiles.ts'
import { collectOtherCi } from './collect-other-ci.ts'
import { collectShell } from './collect-shell.ts'
import { collectActions, collectSteps } from './collect-workflows.ts'
import type { DependencyUse, Pinning, PinningFault } from './dependency-use.ts'
import { nugetLocked } from './nuget-projects.ts'
import { isShellScript } from './shell-files.ts'

/** Everything that the tree's workflows, images and scripts bring in, as each reading sees it. */
export function pinningOf(facts: Facts, as: Reading): Pinning {
  return as === 'cupel' ? ours(facts) : theirs(facts)
}

const theirs = reading((facts) => collect(facts, 'scorecard-5'))

const ours = reading((facts) => {
  const { uses, faults } = collect(facts, 'cupel')
  // Tests and examples are not what the project is built from.
  return { uses: uses.filter(({ path }) => !isExample(path)), faults: faults.filter(({ path }) => !isExample(path)), fatal: null }
})

function collect(facts: Facts, as: Reading): Pinning {
  const docker = collectDockerfiles(facts, as)
  const scripts = collectScripts(facts, as)
  const steps = collectSteps(facts, as)
  const other = as === 'cupel' ? collectOtherCi(facts) : { uses: [], faults: [] }
  const uses = [...collectActions(facts, as), ...docker.uses, ...scripts.uses, ...steps.uses, ...other.uses]
  const faults = [...docker.faults, ...scripts.faults, ...steps.faults, ...other.faults]
  const { broken } = workflowsOf(facts)
  const locked = uses.some(({ kind, pinned }) => kind === 'nugetCommand' && !pinned) && nugetLocked(facts)
  return {
    uses: locked ? uses.map((use) => (use.kind === 'nugetCommand' ? { ...use, pinned: true } : use)) : uses,
    faults: [...broken, ...faults],
    fatal: broken[0] ?? docker.fatal,
  }
}

const MAX_SCRIPT_BYTES = 2_000_000

function collectScripts(facts: Facts, as: Reading): { readonly uses: readonly DependencyUse[]; readonly faults: readonly PinningFault[] } {
  const uses: DependencyUse[] = []
  const faults: PinningFault[] = []
  for (const path of facts.files.paths) {
    if (isTestData(path) || !mayBeShell(facts, path)) continue
    const size = facts.files.size(path)
    if (size > MAX_SCRIPT_BYTES) {
      faults.push({ path, line: 1, reason: `the script is larger than ${MAX_SCRIPT_BYTES} bytes` })
      continue
    }
    const text = facts.files.text(path)
    if (text !== null && isShellScript(path, text))
      collectShell({ path, text, line: 1 }, { uses, faults, downloaded: new Set(), reading: as })
  }
  return { uses, faults }
}

function mayBeShell(facts: Facts, path: string): boolean {
  return /\.(?:sh|bash|mksh)$/.test(path) || fileKinds(facts).get(path)?.shebang === true
}
