import { createHash } from 'node:crypto'
import { fitsModel } from './fits-model.ts'
import { MODEL_VERSION } from './policy-model.ts'
import { PackInvalid } from './pack-invalid.ts'
import type { PackRule, PolicyPack } from './policy-pack.ts'
import { readExceptions } from './read-exceptions.ts'
import { readParameters } from './read-parameters.ts'
import { readRule, RULE_ID } from './read-rule.ts'
import { readTests } from './read-tests.ts'
import { readYamlSource, yamlForm } from './yaml-form.ts'
import type { YamlForm } from './yaml-form.ts'

const KEYS = ['policy', 'id', 'title', 'about', 'version', 'model', 'parameters', 'rules', 'exceptions', 'tests']
const MAX_RULES = 1000

/**
 * Reads, checks and compiles a policy pack of version 1. Throws PackInvalid with every fault and its place: unknown keys, wrong types in
 * expressions, ids that stand twice, a model that this program does not have. `tests` are read only when asked for: a verdict does
 * not need them.
 */
export function readPack(text: string, source: string, options: { readonly tests?: boolean } = {}): PolicyPack {
  const yaml = readYamlSource(options.tests === true ? text : withoutTests(text), source)
  const form = yamlForm(yaml.root, yaml, 'a policy pack', KEYS)
  if (form.text('policy') !== '1') form.fault(form.member('policy'), 'a policy pack starts with policy: 1')
  const id = form.required('id')
  if (id !== '' && !RULE_ID.test(id)) form.fault(form.member('id'), 'the id of a pack has lower-case letters, digits, "." and "-"')
  const model = form.required('model')
  const fit = fitsModel(model, MODEL_VERSION)
  if (model !== '' && fit === null) form.fault(form.member('model'), 'model is a range of versions, such as ">=1.0 <2.0"')
  if (fit === false) form.fault(form.member('model'), `the pack is written for another model; this is ${MODEL_VERSION}`)
  const version = form.required('version')
  if (version !== '' && !/^\d+\.\d+\.\d+$/.test(version))
    form.fault(form.member('version'), 'the version of a pack is three numbers, such as 1.0.0')
  const parameters = readParameters(form.member('parameters'), yaml)
  const types = new Map(parameters.map((one) => [one.name, one.type]))
  const nodes = form.items('rules')
  if (nodes.length === 0) form.fault(form.member('rules'), 'a policy pack needs rules')
  if (nodes.length > MAX_RULES) form.fault(form.member('rules'), `a policy pack has at most ${MAX_RULES} rules`)
  const rules = nodes.slice(0, MAX_RULES).flatMap((node) => readRule(node, yaml, types) ?? [])
  requireUnique(rules, form)
  const exceptions = readExceptions(form.items('exceptions'), yaml)
  // Of rules that cannot be used, tests would only say so again.
  const tests = options.tests === true && yaml.faults.length === 0 ? readTests(form.items('tests'), yaml, { rules, parameters }) : []
  const pack = {
    id,
    title: form.required('title'),
    about: form.text('about'),
    version,
    source,
    digest: `sha256:${createHash('sha256').update(text).digest('hex')}`,
    parameters,
    rules,
    exceptions,
    tests,
  }
  if (yaml.faults.length > 0) throw new PackInvalid(yaml.faults.toSorted((a, b) => a.line - b.line || a.column - b.column))
  return pack
}

/**
 * The pack without its tests, which are most of its text: what stands after the last line `tests:` without a key after it. What cannot be cut
 * off so is read whole.
 */
function withoutTests(text: string): string {
  const at = text.lastIndexOf('\ntests:\n')
  return at < 0 || /^[^\s#-]/m.test(text.slice(at + '\ntests:\n'.length)) ? text : text.slice(0, at + 1)
}

function requireUnique(rules: readonly PackRule[], form: YamlForm): void {
  const seen = new Set<string>()
  for (const { id } of rules) {
    if (seen.has(id)) form.fault(form.member('rules'), `there are two rules "${id}"`)
    seen.add(id)
  }
}
