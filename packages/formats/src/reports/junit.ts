import type { Component, Finding, Problem, ScanReport } from '@cupel/model'
import { defineReport } from '../report-format.ts'
import { policyCases } from './policy/policy-cases.ts'
import type { PolicyCase } from './policy/policy-cases.ts'
import {
  exploitMarks,
  fixText,
  isOpen,
  packageLabel,
  placeText,
  problemPlace,
  reasonText,
  severityText,
  stepLabel,
} from './text/finding-text.ts'
import { oneLine, printable } from './text/printable.ts'
import { disarmCommands } from './text/workflow-commands.ts'

/**
 * JUnit XML as build servers read it: a failed test case an open finding, a skipped one a finding that is waived or said to
 * be harmless or a component without advisory data, a passed one a component without findings, and an error a problem that
 * lowers the verdict, or the verdict itself where "nothing found" cannot be said.
 */
export default defineReport({
  id: 'junit',
  title: 'JUnit XML, for build servers',
  media: 'application/xml',
  extension: 'xml',
  write(report) {
    const withFindings = new Set(report.findings.map((one) => one.component))
    const asked = new Set(report.index.ecosystems.map((one) => one.name))
    const clean = report.components.filter((one) => !withFindings.has(one.purl))
    const suites = [
      suite('components', [...report.findings.map(findingCase), ...clean.map((one) => componentCase(one, asked))]),
      suite('policy', policyCases(report.policy).map(policyCase)),
      suite('problems', [...report.problems.map(problemCase), ...verdictCases(report)]),
    ].filter((one) => one.cases.length > 0)
    const counts = countsOf(suites.flatMap((one) => one.cases))
    return disarmCommands(
      `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="${xml(`cupel ${report.target.name}`)}"${counts}>\n${suites.map(suiteXml).join('')}</testsuites>\n${verdictComment(report)}`,
    )
  },
})

interface Suite {
  readonly name: string
  readonly cases: readonly string[]
}

function suite(name: string, cases: readonly string[]): Suite {
  return { name, cases }
}

function suiteXml({ name, cases }: Suite): string {
  return `  <testsuite name="cupel ${name}"${countsOf(cases)}>\n${cases.join('')}  </testsuite>\n`
}

function countsOf(cases: readonly string[]): string {
  const count = (tag: string): number => cases.filter((one) => one.includes(`<${tag}`)).length
  return ` tests="${cases.length}" failures="${count('failure')}" errors="${count('error')}" skipped="${count('skipped')}"`
}

function findingCase(finding: Finding): string {
  const { name, version, type } = packageLabel(finding.component)
  const title = `${finding.advisory.id} in ${name} ${version}`
  if (!isOpen(finding)) {
    const why = finding.stateReason === null ? finding.state : `${finding.state}: ${reasonText(finding.stateReason)}`
    return testCase(type, title, `<skipped message="${xml(why)}"/>`)
  }
  const marks = [severityText(finding), ...exploitMarks(finding.advisory)].join(', ')
  const text = [
    oneLine(finding.advisory.summary),
    `severity: ${marks}`,
    fixText(finding),
    ...finding.paths.map((path) => `path: ${path.map(stepLabel).join(' > ')}`),
    ...finding.locations.map((place) => `at ${placeText(place)}`),
  ]
  const body = text
    .filter((line) => line !== '')
    .map(xml)
    .join('\n')
  return testCase(type, title, `<failure type="${finding.kind}" message="${xml(`${marks}; ${fixText(finding)}`)}">${body}</failure>`)
}

function componentCase({ ecosystem, purl }: Component, asked: ReadonlySet<string>): string {
  const [family = ''] = ecosystem.split(':')
  return testCase(ecosystem || 'component', purl, asked.has(family) ? '' : '<skipped message="not matched: no advisory data"/>')
}

/** With the starter set or old data there may be no problem to show, and still nothing was passed. */
function verdictCases({ verdict, index }: ScanReport): readonly string[] {
  if (verdict.outcome !== 'unknown' && index.kind === 'full') return []
  const reasons = xml(verdict.reasons.map(oneLine).join('; '))
  const tag = verdict.outcome === 'pass' ? `<system-out>${reasons}</system-out>` : `<error type="verdict" message="${reasons}"/>`
  return [testCase('verdict', verdict.outcome, tag)]
}

function policyCase({ className, name, kind, type, message, body }: PolicyCase): string {
  if (kind === 'passed') return testCase(className, name, body === '' ? '' : `<system-out>${xml(body)}</system-out>`)
  if (kind === 'skipped') return testCase(className, name, `<skipped message="${xml(message)}"/>`)
  return testCase(
    className,
    name,
    `<${kind} type="${xml(type)}" message="${xml(message)}">${body.split('\n').map(xml).join('\n')}</${kind}>`,
  )
}

function problemCase(problem: Problem): string {
  const place = problemPlace(problem)
  const name = place === '' ? problem.code : `${problem.code} at ${place}`
  if (problem.effect === 'note') return testCase('problem', name, `<system-out>${xml(problem.detail)}</system-out>`)
  const hint = problem.hint === undefined ? '' : `\n${xml(problem.hint)}`
  return testCase('problem', name, `<error type="${problem.code}" message="${xml(problem.detail)}">${xml(problem.detail)}${hint}</error>`)
}

function testCase(className: string, name: string, body: string): string {
  const attributes = `classname="cupel.${xml(className.replaceAll('.', '_'))}" name="${xml(name)}"`
  return body === '' ? `    <testcase ${attributes}/>\n` : `    <testcase ${attributes}>${body}</testcase>\n`
}

/** Two hyphens would end the comment. */
function verdictComment({ verdict }: ScanReport): string {
  return `<!-- ${xml([verdict.outcome, ...verdict.reasons].join('; ')).replaceAll('--', '- -')} -->\n`
}

/** Characters that XML 1.0 §2.2 does not allow are gone after printable. */
function xml(text: string): string {
  return printable(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
