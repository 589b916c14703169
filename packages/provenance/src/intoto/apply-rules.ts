import { Refused } from '../verdict/refused.ts'
import type { ArtifactKind, ArtifactRule } from './artifact-rule.ts'
import { compileGlob } from './glob.ts'
import type { Artifacts, LinkArtifacts } from './link.ts'
import { sameDigests } from './link.ts'

/**
 * Applies the rules over one list of a step (in-toto specification 1.0, section 4.3.3): every artifact starts in a queue; CREATE,
 * DELETE, MODIFY, ALLOW and MATCH take out what they cover, DISALLOW refuses what it still finds, REQUIRE what it misses. What is
 * left in the end is allowed. `links` are those of all steps, by step name.
 */
export function applyRules(
  kind: ArtifactKind,
  item: LinkArtifacts,
  rules: readonly ArtifactRule[],
  links: ReadonlyMap<string, LinkArtifacts>,
): void {
  const queue = new Set(item[kind].keys())
  for (const rule of rules) {
    if (rule.kind === 'require') {
      if (queue.has(rule.pattern)) continue
      throw violated(rule, kind, `${rule.pattern} is missing`)
    }
    const consumed = rule.kind === 'match' ? matched(rule, queue, item[kind], links) : covered(rule, queue, item)
    if (rule.kind === 'disallow' && consumed.length > 0) throw violated(rule, kind, listed(consumed))
    for (const path of consumed) queue.delete(path)
  }
}

type SimpleRule = Exclude<ArtifactRule, { readonly kind: 'match' }>
type MatchRule = Extract<ArtifactRule, { readonly kind: 'match' }>

function covered(rule: SimpleRule, queue: ReadonlySet<string>, { materials, products }: LinkArtifacts): readonly string[] {
  const isMatch = compileGlob(rule.pattern)
  return [...queue].filter((path) => {
    if (!isMatch(path)) return false
    if (rule.kind === 'create') return products.has(path) && !materials.has(path)
    if (rule.kind === 'delete') return materials.has(path) && !products.has(path)
    if (rule.kind === 'modify') {
      return materials.has(path) && products.has(path) && !sameDigests(materials.get(path), products.get(path))
    }
    return true
  })
}

/** A step without link, or an artifact with another digest there, matches nothing: what stays in the queue meets the rules after. */
function matched(
  rule: MatchRule,
  queue: ReadonlySet<string>,
  source: Artifacts,
  links: ReadonlyMap<string, LinkArtifacts>,
): readonly string[] {
  const destination = links.get(rule.step)?.[rule.of]
  if (destination === undefined) return []
  const isMatch = compileGlob(rule.pattern)
  return [...queue].filter((path) => {
    if (!path.startsWith(rule.sourcePrefix)) return false
    const inner = path.slice(rule.sourcePrefix.length)
    const there = destination.get(rule.destinationPrefix + inner)
    return there !== undefined && isMatch(inner) && sameDigests(source.get(path), there)
  })
}

function violated(rule: ArtifactRule, kind: ArtifactKind, found: string): Refused {
  return new Refused('rule-violated', `A rule over ${kind} is violated: ${rule.text}`, { expected: rule.text, found })
}

function listed(paths: readonly string[]): string {
  const shown = paths.slice(0, 5).join(', ')
  return paths.length > 5 ? `${shown} and ${paths.length - 5} more` : shown
}
