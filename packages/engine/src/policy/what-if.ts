import type { PolicyReport, RuleOutcome } from '@cupel/model'
import type { CheckedProject } from './check-policies.ts'

/** A rule whose outcome for a project differs between two policies; null: the rule is not in that policy. */
export interface RuleChange {
  readonly pack: string
  readonly rule: string
  readonly before: RuleOutcome | null
  readonly after: RuleOutcome | null
  /** Subjects that fail or are unknown now and did not before. */
  readonly broken: readonly string[]
}

export interface ProjectChange {
  readonly name: string
  readonly source: string
  readonly before: RuleOutcome
  readonly after: RuleOutcome
  readonly rules: readonly RuleChange[]
}

/** Who would break by a new policy, and whom it would let through: the same projects, asked by both. */
export function whatIf(before: readonly CheckedProject[], after: readonly CheckedProject[]): readonly ProjectChange[] {
  return after.map((project, at) => {
    const was = before[at]?.policy
    return {
      name: project.name,
      source: project.source,
      before: was?.outcome ?? 'not-applicable',
      after: project.policy.outcome,
      rules: was === undefined ? [] : ruleChanges(was, project.policy),
    }
  })
}

interface Outcome {
  readonly pack: string
  readonly rule: string
  readonly outcome: RuleOutcome
  readonly bad: readonly string[]
}

/** By rule, so that packs of other names can be compared; by pack and rule where one of the policies has several rules of the name. */
function outcomes({ packs }: PolicyReport, keyOf: (pack: string, rule: string) => string): ReadonlyMap<string, Outcome> {
  return new Map(
    packs.flatMap(({ id: pack, rules }) =>
      rules.map(({ id: rule, outcome, results }) => {
        const bad = results.filter(({ exception }) => exception === undefined).map(({ subject }) => subject)
        return [keyOf(pack, rule), { pack, rule, outcome, bad }] as const
      }),
    ),
  )
}

/** Names of rules that a policy has in several packs. */
function shared({ packs }: PolicyReport): readonly string[] {
  const all = packs.flatMap(({ rules }) => rules.map(({ id }) => id))
  return all.filter((id, at) => all.indexOf(id) !== at)
}

function ruleChanges(before: PolicyReport, after: PolicyReport): readonly RuleChange[] {
  const several = new Set([...shared(before), ...shared(after)])
  const keyOf = (pack: string, rule: string): string => (several.has(rule) ? `${pack}\n${rule}` : rule)
  const [old, now] = [outcomes(before, keyOf), outcomes(after, keyOf)]
  return [...new Set([...now.keys(), ...old.keys()])].flatMap((key) => {
    const [was, is] = [old.get(key), now.get(key)]
    const known = new Set(was?.bad)
    const broken = (is?.bad ?? []).filter((subject) => !known.has(subject))
    if (was?.outcome === is?.outcome && broken.length === 0) return []
    const { pack, rule } = (is ?? was) as Outcome
    return [{ pack, rule, before: was?.outcome ?? null, after: is?.outcome ?? null, broken }]
  })
}
