import { PackInvalid } from './pack-invalid.ts'

/** A small pack of one rule about findings and one about components, for the tests of this folder. */
export const PACK = `policy: 1
id: own
title: Own rules
version: 1.2.3
model: ">=1.0 <2.0"
parameters:
  least: { type: double, default: 7.0, about: least score }
rules:
  - id: no-high
    title: Nothing above the score
    severity: high
    subject: finding
    when: finding.counts
    assert: finding.score < params.least
    message: \${finding.advisory} has \${finding.score}, in \${component.name}
    remediation: Upgrade.
    mappings: { ssdf: [RV.2.2] }
  - id: licensed
    title: A licence is known
    severity: medium
    subject: component
    assert: component.licences.exists(l, l == "MIT")
    message: \${component.name} is not under MIT
    remediation: Ask.
tests:
  - { rule: no-high, name: low, given: { finding: { counts: true, score: 1.0 } }, expect: pass }
`

/** What a reader says against a text: line, column and message of every fault. */
export function faults(read: () => unknown): readonly string[] {
  try {
    read()
    return []
  } catch (error) {
    if (error instanceof PackInvalid) return error.faults.map(({ line, column, message }) => `${line}:${column} ${message}`)
    throw error
  }
}
