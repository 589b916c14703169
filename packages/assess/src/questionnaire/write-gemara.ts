import type { Catalogue } from '../standards/catalogue.ts'
import type { RequirementResult, RequirementStatus } from '../standards/judge-standard.ts'
import type { AssessmentSubject } from './write-oscal.ts'
import { writeYaml } from './write-yaml.ts'

const RESULT: Readonly<Record<RequirementStatus, string>> = {
  met: 'Passed',
  unmet: 'Failed',
  'n/a': 'Not Applicable',
  unknown: 'Unknown',
  question: 'Needs Review',
}
const CONFIDENCE = { high: 'High', medium: 'Medium', low: 'Low' } as const
const RANK: readonly string[] = ['Not Applicable', 'Passed', 'Needs Review', 'Unknown', 'Failed']

/**
 * A Gemara evaluation log (layer 4 of the model) as YAML: control, its requirements, what each came to, by which steps. A
 * control is as good as its worst requirement.
 */
export function writeGemara(catalogue: Catalogue, results: readonly RequirementResult[], subject: AssessmentSubject): string {
  const controls = new Map<string, RequirementResult[]>()
  for (const result of results) {
    // OSPS-AC-01.01 is a requirement of control OSPS-AC-01.
    const control = result.requirement.id.replace(/\.\d+$/, '')
    controls.set(control, [...(controls.get(control) ?? []), result])
  }
  const reference = { 'reference-id': catalogue.id }
  return writeYaml({
    metadata: {
      id: `${catalogue.id}-${subject.commit.slice(0, 12) || 'unknown'}`,
      type: 'EvaluationLog',
      'gemara-version': 'v1.0.0',
      version: catalogue.version,
      description: `${catalogue.title} of ${subject.url}`,
      date: subject.asOf,
      author: { id: 'cupel', name: 'cupel', type: 'Software' },
      'mapping-references': [{ id: catalogue.id, title: catalogue.title, version: catalogue.version }],
    },
    target: { id: subject.url, name: subject.url, type: 'Software' },
    result: worst(results.map(({ status }) => RESULT[status])),
    evaluations: [...controls].map(([control, own]) => ({
      name: own[0]?.requirement.group ?? control,
      result: worst(own.map(({ status }) => RESULT[status])),
      message: `${own.filter(({ status }) => status === 'met' || status === 'n/a').length} of ${own.length} requirements are fulfilled`,
      control: { ...reference, 'entry-id': control },
      'assessment-logs': own.map((result) => ({
        requirement: { ...reference, 'entry-id': result.requirement.id },
        description: result.requirement.title,
        result: RESULT[result.status],
        message: result.justification || result.missing?.detail || 'Only people can answer this',
        applicability: [result.level],
        steps: stepsOf(result),
        'steps-executed': stepsOf(result).length,
        start: subject.asOf,
        ...(result.remediation === undefined ? {} : { recommendation: result.remediation.text }),
        'confidence-level': CONFIDENCE[result.confidence],
      })),
    })),
  })
}

function stepsOf({ evidence }: RequirementResult): readonly string[] {
  const probes = [...new Set(evidence.map(({ probe }) => `probe ${probe}`))]
  return probes.length > 0 ? probes : ['questionnaire']
}

function worst(results: readonly string[]): string {
  return RANK[Math.max(...results.map((result) => RANK.indexOf(result)))] ?? 'Unknown'
}
