import type { Facts } from '../facts/facts.ts'
import type { BranchProtection } from '../facts/forge-facts.ts'
import { githubBranch } from '../forge/github/github-branches.ts'
import { rulesetNode } from '../forge/github/ruleset-node.ts'
import { listAt, textAt } from '../forge/json-shape.ts'
import type { SeenBranches } from './branches-of.ts'

const FILE = /^\.github\/rulesets?\/[^/]+\.json$/
const DEFAULT_BRANCH = /^(?:~DEFAULT_BRANCH|~ALL|refs\/heads\/(?:main|master|trunk|\*\*?(?:\/\*)?))$/
const MAX_FILES = 50

/**
 * Rules of the default branch out of rulesets that are kept in the tree in GitHub's form of export. Only those that say to be active and to
 * be for that branch count; null: there are none.
 */
export function declaredRulesets({ files }: Facts): SeenBranches | null {
  const declared = files.paths
    .filter((path) => FILE.test(path))
    .slice(0, MAX_FILES)
    .flatMap((path) => {
      const ruleset = parsed(files.text(path))
      const included = listAt(ruleset, 'conditions', 'ref_name', 'include')
      const excluded = listAt(ruleset, 'conditions', 'ref_name', 'exclude')
      const concerns =
        textAt(ruleset, 'target') === 'branch' && textAt(ruleset, 'enforcement') === 'active' && some(included) && !some(excluded)
      const bypasses = listAt(ruleset, 'bypass_actors').length
      return concerns ? [{ path, nodes: listAt(ruleset, 'rules').map((rule) => rulesetNode(rule, bypasses)) }] : []
    })
  const [first] = declared
  if (first === undefined) return null
  const branch: BranchProtection = githubBranch(
    { name: 'the default branch', rules: { nodes: declared.flatMap(({ nodes }) => nodes) } },
    true,
  )
  return { branches: [branch], declaredIn: first.path }
}

function some(names: readonly unknown[]): boolean {
  return names.some((name) => typeof name === 'string' && DEFAULT_BRANCH.test(name))
}

function parsed(text: string | null): unknown {
  try {
    return JSON.parse(text ?? '')
  } catch {
    return null
  }
}
