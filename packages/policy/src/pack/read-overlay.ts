import { createHash } from 'node:crypto'
import type { YamlNode } from '@cupel/formats'
import { RULE_SEVERITIES } from '@cupel/model'
import type { RuleSeverity } from '@cupel/model'
import { PackInvalid } from './pack-invalid.ts'
import type { RuleException } from './policy-pack.ts'
import { readExceptions } from './read-exceptions.ts'
import { readYamlSource, yamlForm } from './yaml-form.ts'
import type { YamlSource } from './yaml-form.ts'

export interface RuleChange {
  readonly rule: string
  readonly severity: RuleSeverity | null
  readonly disabled: boolean
  readonly reason: string
  readonly line: number
}

/** What somebody changes about a pack of somebody else. Every change has its reason. */
export interface PolicyOverlay {
  /** Packs that it is over: names of shipped packs, or paths from the overlay's folder; and the digest each must have, or empty. */
  readonly of: readonly { readonly name: string; readonly digest: string }[]
  /** Still YAML: their types are the pack's. */
  readonly parameters: ReadonlyMap<string, YamlNode>
  readonly changes: readonly RuleChange[]
  readonly exceptions: readonly RuleException[]
  readonly source: string
  /** `sha256:…` */
  readonly digest: string
  readonly yaml: YamlSource
}

const DIGEST = /^sha256:[0-9a-f]{64}$/

/** Whether a text is an overlay rather than a pack. */
export function isOverlay(text: string): boolean {
  return /^(?:\ufeff)?(?:(?:#[^\n]*)?\r?\n)*(?:---\r?\n)?overlay\s*:/.test(text)
}

/** Reads an overlay of version 1. Throws PackInvalid with every fault and its place. */
export function readOverlay(text: string, source: string): PolicyOverlay {
  const yaml = readYamlSource(text, source)
  const form = yamlForm(yaml.root, yaml, 'an overlay', ['overlay', 'of', 'parameters', 'rules', 'exceptions'])
  if (form.text('overlay') !== '1') form.fault(form.member('overlay'), 'an overlay starts with overlay: 1')
  const of = form.texts('of').map((one) => {
    const at = one.indexOf('@sha256:')
    return at < 0 ? { name: one, digest: '' } : { name: one.slice(0, at), digest: one.slice(at + 1) }
  })
  if (of.length === 0) form.fault(form.member('of'), 'an overlay needs of: the packs that it changes')
  if (of.some(({ digest }) => digest !== '' && !DIGEST.test(digest))) form.fault(form.member('of'), 'a digest is sha256: and 64 digits')
  const parameters = readValues(form.member('parameters'), yaml)
  const changes = form.items('rules').map((node) => readChange(node, yaml))
  const exceptions = readExceptions(form.items('exceptions'), yaml)
  if (yaml.faults.length > 0) throw new PackInvalid(yaml.faults)
  return { of, parameters, changes, exceptions, source, digest: `sha256:${createHash('sha256').update(text).digest('hex')}`, yaml }
}

/** Values by the names of parameters; which there are is for the packs to say. */
function readValues(node: YamlNode | null, yaml: YamlSource): PolicyOverlay['parameters'] {
  if (node === null) return new Map()
  const names = node.pairs.map(([key]) => key.text)
  const form = yamlForm(node, yaml, 'parameters', names)
  return new Map(names.flatMap((name) => [[name, form.member(name) as YamlNode]]))
}

function readChange(node: YamlNode, yaml: YamlSource): RuleChange {
  const form = yamlForm(node, yaml, 'a change', ['rule', 'severity', 'disable', 'reason'])
  const text = form.text('severity')
  const severity = RULE_SEVERITIES.find((one) => one === text) ?? null
  const disabled = form.flag('disable')
  if (text !== '' && severity === null) form.fault(form.member('severity'), `severity is one of ${RULE_SEVERITIES.join(', ')}`)
  if (severity === null && !disabled) form.fault(node, 'a change says severity, or disable: true')
  return { rule: form.required('rule'), severity, disabled, reason: form.required('reason'), line: form.line }
}
