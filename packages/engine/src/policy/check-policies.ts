import type { PolicyReport } from '@cupel/model'
import { evaluatePack, policyReport, policySubjects } from '@cupel/policy'
import type { ComponentFacts, EvaluateOptions, PolicyInput, PolicyPack } from '@cupel/policy'
import { documentInvalid } from '@cupel/model'
import type { PolicyDocument } from './read-policy-input.ts'

/** What a policy says of what was given, under the name of it. */
export interface CheckedProject {
  readonly name: string
  /** File of the scan report, or of the first report where there is none. */
  readonly source: string
  readonly policy: PolicyReport
}

/** Evidence of files, for everything that is checked with them. */
export function evidenceOf(documents: readonly PolicyDocument[]): Omit<PolicyInput, 'scan'> {
  const facts = new Map<string, ComponentFacts>()
  for (const document of documents)
    if (document.kind === 'facts') for (const [purl, one] of document.facts) facts.set(purl, together(facts.get(purl), one))
  return {
    assessments: documents.filter((one) => one.kind === 'assessment'),
    verifications: documents.filter((one) => one.kind === 'verification'),
    facts,
  }
}

/** Where documents do not state the same, what is worse: the later day, and the advice against it. */
function together(known: ComponentFacts | undefined, one: ComponentFacts): ComponentFacts {
  if (known === undefined) return one
  const { published = '', deprecated } = known
  const later = one.published === undefined || (published !== '' && Date.parse(published) > Date.parse(one.published))
  return { ...known, ...one, ...(later && published !== '' && { published }), ...(deprecated === true && { deprecated }) }
}

/**
 * Asks packs about reports: each scan report is a project of its own, and all other evidence is for each of them. Without a scan the
 * other evidence is one project.
 */
export function checkPolicies(
  packs: readonly PolicyPack[],
  documents: readonly PolicyDocument[],
  now: Date,
  options: Pick<EvaluateOptions, 'explained' | 'passed'> = {},
): readonly CheckedProject[] {
  const evidence = evidenceOf(documents)
  const scans = documents.filter((one) => one.kind === 'scan')
  const ask = (input: PolicyInput): PolicyReport => {
    const subjects = policySubjects(input)
    return policyReport(
      packs.map((pack) => evaluatePack(pack, subjects, { now, ...options })),
      subjects.leftOut,
    )
  }
  if (scans.length > 0) {
    return scans.map(({ report, source }) => ({
      name: report.target.name,
      source,
      policy: guarded(source, () => ask({ scan: report, ...evidence, today: now.toISOString().slice(0, 10) })),
    }))
  }
  const [first] = documents
  const name = evidence.assessments[0]?.report.project.name ?? first?.source ?? ''
  return [{ name, source: first?.source ?? '', policy: guarded(first?.source ?? '', () => ask({ scan: null, ...evidence })) }]
}

/** A report whose members are not of the types that the schema says is refused, not read half. */
function guarded<T>(source: string, ask: () => T): T {
  try {
    return ask()
  } catch (error) {
    if (error instanceof TypeError)
      throw documentInvalid(source, 'a member of the report is missing or of another type than its schema says', { cause: error })
    throw error
  }
}
