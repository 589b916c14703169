import type { Catalogue } from '../standards/catalogue.ts'
import type { RequirementResult } from '../standards/judge-standard.ts'
import { uuidOf } from './uuid-of.ts'

export interface AssessmentSubject {
  /** Address of the repository. */
  readonly url: string
  readonly commit: string
  /** RFC 3339. */
  readonly asOf: string
}

const STATE = { met: 'satisfied', 'n/a': 'satisfied', unmet: 'not-satisfied' } as const

/**
 * OSCAL 1.1.2 assessment results as JSON. One finding a requirement that is decided; what is unknown or a question is an
 * observation without a finding, so that nobody reads it as a pass or a failure. The same input gives the same identifiers.
 */
export function writeOscal(catalogue: Catalogue, results: readonly RequirementResult[], subject: AssessmentSubject): string {
  const scope = `${subject.url}@${subject.commit} ${catalogue.id}`
  const observations = results.map((result) => {
    const key = `${result.level} ${result.requirement.id}`
    return {
      uuid: uuidOf(`${scope} observation ${key}`),
      title: result.requirement.title,
      description: describe(result),
      props: [
        { name: 'requirement', value: result.requirement.id },
        { name: 'status', value: result.status },
        { name: 'basis', value: result.basis },
      ],
      methods: [result.basis === 'answer' ? 'INTERVIEW' : 'EXAMINE'],
      collected: subject.asOf,
      'relevant-evidence': result.evidence
        .slice(0, 10)
        .map(({ probe, finding }) => ({ description: finding.message, props: [{ name: 'probe', value: probe }] })),
    }
  })
  const findings = results.flatMap((result, at) => {
    const { requirement, status } = result
    if (status === 'unknown' || status === 'question') return []
    const key = `${result.level} ${requirement.id}`
    return [
      {
        uuid: uuidOf(`${scope} finding ${key}`),
        title: requirement.title,
        description: describe(result),
        target: {
          type: 'objective-id',
          'target-id': requirement.id.toLowerCase().replace(/[^a-z0-9._-]/g, '-'),
          status: { state: STATE[status], ...(status === 'n/a' ? { reason: 'other', remarks: 'not applicable' } : {}) },
        },
        'related-observations': [{ 'observation-uuid': observations[at]?.uuid ?? '' }],
      },
    ]
  })
  const document = {
    'assessment-results': {
      uuid: uuidOf(`${scope} results`),
      metadata: {
        title: `${catalogue.title} of ${subject.url}`,
        'last-modified': subject.asOf,
        version: catalogue.version,
        'oscal-version': '1.1.2',
      },
      'import-ap': { href: subject.url },
      results: [
        {
          uuid: uuidOf(`${scope} result`),
          title: catalogue.title,
          description: `Assessed from the evidence of ${subject.url} at ${subject.commit || 'an unknown commit'}`,
          start: subject.asOf,
          'reviewed-controls': { 'control-selections': [{ 'include-all': {} }] },
          observations: observations.map((one) => (one['relevant-evidence'].length === 0 ? without(one) : one)),
          ...(findings.length === 0 ? {} : { findings }),
        },
      ],
    },
  }
  return JSON.stringify(document, null, 2) + '\n'
}

/** The schema has no empty lists. */
function without<T extends { readonly 'relevant-evidence': unknown }>(observation: T): Omit<T, 'relevant-evidence'> {
  const { 'relevant-evidence': _none, ...rest } = observation
  return rest
}

function describe({ justification, missing, remediation, requirement }: RequirementResult): string {
  return justification || missing?.detail || remediation?.text || requirement.title
}
