import type { ScanReport } from '@cupel/model'
import { defineReport } from '../report-format.ts'
import { sarifPolicy } from './policy/policy-sarif.ts'
import { sarifNotification, sarifNotificationRules, sarifVerdictNotification } from './sarif/notification.ts'
import { sarifResult } from './sarif/result.ts'
import { sarifRules } from './sarif/rule.ts'
import { printableJson } from './text/printable.ts'

/** SARIF 2.1.0 (OASIS): one run, one rule an advisory, one result a finding; closed findings are results with a suppression. */
export default defineReport({
  id: 'sarif',
  title: 'SARIF 2.1.0, for code scanning',
  media: 'application/sarif+json',
  extension: 'sarif',
  write(report) {
    return `${printableJson(JSON.stringify(sarifLog(report), null, 2))}\n`
  },
})

function sarifLog(report: ScanReport): unknown {
  const rules = sarifRules(report.findings)
  const evidence = new Map(report.components.map((one) => [one.purl, one.evidence]))
  const anySuppressed = report.findings.some((one) => one.stateReason !== null) || (report.policy?.summary.excepted ?? 0) > 0
  const policy = sarifPolicy(report.policy, { before: rules.list.length, anySuppressed })
  return {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'cupel',
            semanticVersion: report.tool.version,
            rules: [...rules.list, ...policy.rules],
            notifications: sarifNotificationRules(report.problems, isWhole(report) ? [] : ['verdict']),
          },
        },
        invocations: [
          {
            // §3.20.14: a run that could not read or match everything has not fully succeeded.
            executionSuccessful: isWhole(report),
            exitCode: report.verdict.exitCode,
            exitCodeDescription: report.verdict.outcome,
            toolExecutionNotifications: [
              ...report.problems.map(sarifNotification),
              ...(isWhole(report) ? [] : [sarifVerdictNotification(report.verdict)]),
            ],
          },
        ],
        originalUriBaseIds: { '%SRCROOT%': { description: { text: 'The scanned target' } } },
        columnKind: 'utf16CodeUnits',
        results: [
          ...report.findings.map((one) => sarifResult(one, { ruleIndex: rules.indexOf(one), evidence, anySuppressed })),
          ...policy.results,
        ],
        properties: {
          target: report.target,
          index: { kind: report.index.kind, digest: report.index.digest, modified: report.index.modified, records: report.index.records },
          verdict: report.verdict,
          ...(report.provenance !== undefined && { provenance: report.provenance }),
        },
      },
    ],
  }
}

/** Whether all was read and matched, against more than the starter set. */
function isWhole({ verdict, problems, index }: ScanReport): boolean {
  return verdict.exitCode !== 3 && index.kind === 'full' && !problems.some((one) => one.effect === 'incomplete')
}
