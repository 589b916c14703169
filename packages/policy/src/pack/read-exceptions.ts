import type { YamlNode } from '@cupel/formats'
import type { RuleException } from './policy-pack.ts'
import { yamlForm } from './yaml-form.ts'
import type { YamlSource } from './yaml-form.ts'

const LEFT_OUT = /^left-out (?:components|findings): (?:ecosystems|development|paths)$/

/** Reads exceptions. Rule, subject, owner, reason and end are all needed: nobody answers for an exception without them. */
export function readExceptions(nodes: readonly YamlNode[], yaml: YamlSource): readonly RuleException[] {
  return nodes.map((node) => {
    const form = yamlForm(node, yaml, 'an exception', ['rule', 'subject', 'owner', 'reason', 'expires'])
    const expires = form.required('expires')
    const [rule, subject] = [form.required('rule'), form.required('subject')]
    if (rule === '*' && !LEFT_OUT.test(subject))
      form.fault(form.member('rule'), 'the rule "*" is for what the scan was told to leave out, such as "left-out findings: paths"')
    if (expires !== '' && !isDate(expires)) form.fault(form.member('expires'), 'expires is a date as 2030-01-31')
    return {
      rule,
      subject,
      owner: form.required('owner'),
      reason: form.required('reason'),
      expires,
      source: yaml.source,
      line: form.line,
    }
  })
}

function isDate(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text)
}
