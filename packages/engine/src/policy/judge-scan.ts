import { documentInvalid } from '@cupel/model'
import type { ScanReport } from '@cupel/model'
import { evaluatePack, policyReport, policySubjects } from '@cupel/policy'
import { evidenceOf } from './check-policies.ts'
import { loadPacks } from './load-packs.ts'
import { verdictWith } from './policy-exit-code.ts'
import type { PolicyRequest } from './policy-request.ts'
import { readPolicyDocuments } from './read-policy-input.ts'

/**
 * Reads the packs and evidence of a request, so that what is wrong with them is told before anything is scanned; the returned function
 * puts what they say into a report and its verdict.
 */
export function preparePolicies({ packs, evidence, unknown }: PolicyRequest, cwd: string): (report: ScanReport, now: Date) => ScanReport {
  const loaded = loadPacks(packs, { cwd })
  const documents = readPolicyDocuments(evidence, cwd)
  const other = documents.find(({ kind }) => kind === 'scan')
  if (other !== undefined) throw documentInvalid(other.source, 'this is a report of cupel scan: it is no evidence for another scan')
  const around = evidenceOf(documents)
  return (report, now) => {
    const subjects = policySubjects({ scan: report, ...around })
    const policy = policyReport(
      loaded.map((pack) => evaluatePack(pack, subjects, { now })),
      subjects.leftOut,
    )
    const { summary, verdict, ...rest } = report
    return { ...rest, policy, summary, verdict: verdictWith(verdict, policy, unknown) }
  }
}
