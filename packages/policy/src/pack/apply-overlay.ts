import { createHash } from 'node:crypto'
import { nearestName } from '@cupel/model'
import { PackInvalid } from './pack-invalid.ts'
import type { PackFault } from './pack-invalid.ts'
import type { PackParameter, PackRule, PolicyPack } from './policy-pack.ts'
import { withValue } from './read-parameters.ts'
import type { PolicyOverlay, RuleChange } from './read-overlay.ts'

/**
 * Packs with the changes of an overlay: every parameter, rule and exception that it names must be in one of them. Throws PackInvalid.
 */
export function applyOverlay(packs: readonly PolicyPack[], overlay: PolicyOverlay): readonly PolicyPack[] {
  const faults: PackFault[] = [...namesNothing(packs, overlay), ...meansSeveral(packs, overlay)]
  const changed = packs.map((pack): PolicyPack => {
    const before = overlay.yaml.faults.length
    const parameters = pack.parameters.map((one) => overlaid(one, overlay))
    faults.push(...overlay.yaml.faults.splice(before))
    return {
      ...pack,
      parameters,
      rules: pack.rules.map((rule) =>
        overlay.changes.filter((one) => one.rule === rule.id).reduce((now, one) => changedRule(now, one, overlay), rule),
      ),
      exceptions: [
        ...pack.exceptions,
        ...overlay.exceptions.filter(({ rule }) => rule === '*' || pack.rules.some(({ id }) => id === rule)),
      ],
      digest: `sha256:${createHash('sha256').update(`${pack.digest}\n${overlay.digest}`).digest('hex')}`,
    }
  })
  for (const pack of changed) {
    if (pack.rules.every(({ disabled }) => disabled !== null))
      faults.push({
        source: overlay.source,
        line: 1,
        column: 1,
        message: `it switches off every rule of ${pack.id}; leave the pack out instead`,
      })
  }
  if (faults.length > 0) throw new PackInvalid(faults)
  return changed
}

/** A change of a rule or parameter that stands in several packs would be more than it says; of two changes of one rule, one is lost. */
function meansSeveral(
  packs: readonly PolicyPack[],
  { changes, exceptions, parameters, source, yaml }: PolicyOverlay,
): readonly PackFault[] {
  const message = (what: string, name: string, those: readonly PolicyPack[]): string =>
    `${what} "${name}" is in several of the packs (${those.map(({ id }) => id).join(', ')}); write one overlay for each`
  const rules = [...changes, ...exceptions].flatMap(({ rule, line }) => {
    const those = packs.filter((pack) => pack.rules.some(({ id }) => id === rule))
    return those.length > 1 ? [{ source, line, column: 1, message: message('rule', rule, those) }] : []
  })
  const values = [...parameters].flatMap(([name, node]) => {
    const those = packs.filter((pack) => pack.parameters.some((one) => one.name === name))
    return those.length > 1 ? [{ source, ...yaml.place(node), message: message('parameter', name, those) }] : []
  })
  const twice = changes
    .filter(({ rule }, at) => changes.findIndex((one) => one.rule === rule) !== at)
    .map(({ rule, line }) => ({ source, line, column: 1, message: `there are two changes of rule "${rule}"` }))
  return [...rules, ...values, ...twice]
}

function overlaid(parameter: PackParameter, { parameters, yaml }: PolicyOverlay): PackParameter {
  const node = parameters.get(parameter.name)
  return node === undefined ? parameter : (withValue(parameter, node, yaml) ?? parameter)
}

function changedRule(rule: PackRule, { severity, disabled, reason, line }: RuleChange, { source }: PolicyOverlay): PackRule {
  const weighed =
    severity === null || severity === rule.severity ? {} : { severity, weighed: { from: rule.severity, reason, source, line } }
  return { ...rule, ...weighed, disabled: disabled ? { reason, source, line } : rule.disabled }
}

function namesNothing(
  packs: readonly PolicyPack[],
  { changes, exceptions, parameters, source, yaml }: PolicyOverlay,
): readonly PackFault[] {
  const rules = packs.flatMap((pack) => pack.rules.map(({ id }) => id))
  const names = packs.flatMap((pack) => pack.parameters.map(({ name }) => name))
  const missing = (what: string, name: string, known: readonly string[]): string => {
    const near = nearestName(name, known)
    return `there is no ${what} "${name.slice(0, 60)}"${near === null ? '' : `; did you mean "${near}"?`}`
  }
  return [
    ...[...changes, ...exceptions.filter(({ rule }) => rule !== '*')]
      .filter(({ rule }) => !rules.includes(rule))
      .map(({ rule, line }) => ({ source, line, column: 1, message: missing('rule', rule, rules) })),
    ...[...parameters]
      .filter(([name]) => !names.includes(name))
      .map(([name, node]) => ({ source, ...yaml.place(node), message: missing('parameter', name, names) })),
  ]
}
