import { nearestName } from '@cupel/model'
import type { CelEnvironment } from '../cel/cel-environment.ts'
import { lintExpression } from './lint-expression.ts'
import { MAPPING_IDS, MAPPING_STANDARDS } from './mapping-ids.ts'
import { packEnvironment } from './pack-environment.ts'
import type { PackExpression, PackRule, PolicyPack } from './policy-pack.ts'
import type { CelMeter } from '../cel/cel-program.ts'
import { PACK_STEPS, testPack } from './test-pack.ts'

/** Something in a pack that is allowed and probably not meant. */
export interface PackLint {
  readonly id: string
  readonly level: 'error' | 'warning'
  readonly line: number
  readonly column: number
  /** One sentence without full stop. */
  readonly message: string
}

export interface LintOptions {
  readonly now: Date
  /** Ids of standards beside those known here. */
  readonly catalogues?: ReadonlyMap<string, ReadonlySet<string>>
  /** Steps that the pack's tests and everything else that is tried out may take together; default PACK_STEPS. */
  readonly steps?: number
}

/** Looks for what makes a pack weaker than it seems. The pack is read with its tests. */
export function lintPack(pack: PolicyPack, { now, catalogues = new Map(), steps = PACK_STEPS }: LintOptions): readonly PackLint[] {
  const types = new Map(pack.parameters.map(({ name, type }) => [name, type]))
  const ids = new Map([...MAPPING_IDS, ...catalogues])
  const meter = { steps }
  const found = [
    ...pack.rules.flatMap((rule) => lintRule(rule, { environment: packEnvironment(rule.subject, types), meter, ids })),
    ...lintTests(pack, meter),
    ...(meter.steps > 0 ? [] : [overBudget(steps)]),
    ...lintExceptions(pack, now.toISOString().slice(0, 10)),
    ...unusedParameters(pack),
  ]
  return found.toSorted((a, b) => a.line - b.line || a.column - b.column || (a.id < b.id ? -1 : 1))
}

function overBudget(steps: number): PackLint {
  const message = `trying the pack out takes more than ${steps} steps: its tests, and the conditions that depend on nothing`
  return { id: 'budget', level: 'error', line: 1, column: 1, message }
}

interface RuleLinting {
  readonly environment: CelEnvironment
  readonly meter: CelMeter
  readonly ids: ReadonlyMap<string, ReadonlySet<string>>
}

function lintRule(rule: PackRule, { environment, meter, ids }: RuleLinting): readonly PackLint[] {
  const expressions = [rule.when, rule.assert].filter((one) => one !== null)
  const inMessage = rule.message.filter((part): part is PackExpression => typeof part !== 'string')
  return [
    ...[...expressions, ...inMessage.filter(({ text }) => text !== '')].flatMap((one) =>
      lintExpression(one, { environment, meter })
        .filter(({ id }) => id !== 'constant' || expressions.includes(one))
        .map(({ at, ...lint }) => ({ ...lint, ...placeOf(one, at), message: `rule ${rule.id}: ${lint.message}` })),
    ),
    ...lintMappings(rule, ids),
  ]
}

/** Columns are exact for expressions on one line. */
function placeOf({ line, column, program }: PackExpression, at: number): { readonly line: number; readonly column: number } {
  const before = program.expression.source.slice(0, at).split('\n')
  return before.length === 1 ? { line, column: column + at } : { line: line + before.length - 1, column: 1 }
}

function lintMappings({ id: rule, mappings, line }: PackRule, ids: ReadonlyMap<string, ReadonlySet<string>>): readonly PackLint[] {
  return Object.entries(mappings).flatMap(([standard, named]): readonly PackLint[] => {
    const lint = (message: string): PackLint => ({ id: 'mapping', level: 'error', line, column: 1, message: `rule ${rule}: ${message}` })
    if (!(MAPPING_STANDARDS as readonly string[]).includes(standard))
      return [lint(`mappings to "${standard}" are not known; there are ${MAPPING_STANDARDS.join(', ')}`)]
    const known = ids.get(standard)
    if (known === undefined) return []
    return named
      .filter((one) => !known.has(one))
      .map((one) => {
        const near = nearestName(one, known)
        return lint(`${standard} has no "${one}"${near === null ? '' : `; did you mean "${near}"?`}`)
      })
  })
}

function lintTests(pack: PolicyPack, meter: CelMeter): readonly PackLint[] {
  const { results, untested } = testPack(pack, { meter })
  const failed = results
    .filter(({ ok }) => !ok)
    .map(({ rule, name, line, expected, found }): PackLint => {
      return {
        id: 'test-failed',
        level: 'error',
        line,
        column: 1,
        message: `test "${name}" of ${rule} expects ${expected} and gets ${found}`,
      }
    })
  const missing = untested.map(({ rule, outcomes }): PackLint => {
    const line = pack.rules.find(({ id }) => id === rule)?.line ?? 0
    return { id: 'untested', level: 'warning', line, column: 1, message: `rule ${rule}: no test shows it as ${outcomes.join(', ')}` }
  })
  return [...failed, ...missing]
}

function lintExceptions({ exceptions, rules }: PolicyPack, today: string): readonly PackLint[] {
  return exceptions.flatMap(({ rule, subject, expires, owner, line }): readonly PackLint[] => {
    const lint = (id: string, level: PackLint['level'], message: string): PackLint => ({ id, level, line, column: 1, message })
    if (rule !== '*' && !rules.some(({ id }) => id === rule))
      return [lint('exception-rule', 'error', `the exception is from rule "${rule}", which is not here`)]
    return [
      ...(expires < today
        ? [lint('exception-expired', 'error', `the exception from ${rule} ended on ${expires}; ask ${owner} to renew it, or remove it`)]
        : []),
      ...(expires > longAfter(today)
        ? [
            lint(
              'exception-long',
              'warning',
              `the exception from ${rule} is until ${expires}: more than a year, in which nobody looks at it`,
            ),
          ]
        : []),
      ...(subject.replaceAll('pkg:', '').replace(/[*/@ ]/g, '') === ''
        ? [lint('exception-wide', 'warning', `the exception from ${rule} is for everything; disable the rule by an overlay, with a reason`)]
        : []),
    ]
  })
}

function longAfter(today: string): string {
  return new Date(Date.parse(today) + 370 * 86_400_000).toISOString().slice(0, 10)
}

function unusedParameters({ parameters, rules }: PolicyPack): readonly PackLint[] {
  const texts = rules.flatMap(({ when, assert, message }) =>
    [when, assert, ...message].flatMap((one) => (one === null || typeof one === 'string' ? [] : [one.program.expression.source])),
  )
  return parameters
    .filter(({ name }) => !texts.some((text) => text.includes(`params.${name}`)))
    .map(({ name, line }) => ({ id: 'parameter-unused', level: 'warning', line, column: 1, message: `no rule reads params.${name}` }))
}
