import type { RequirementResult } from '../standards/judge-standard.ts'

/** One open point of a standard, as it is put to people. */
export interface Question {
  readonly field: string
  readonly id: string
  readonly level: string
  readonly category: 'MUST' | 'SHOULD' | 'SUGGESTED'
  readonly text: string
  readonly choices: readonly ('Met' | 'Unmet' | 'N/A')[]
  /** What a «Met» must be given with. */
  readonly needs: 'nothing' | 'justification' | 'address'
  /** What was found already, in favour or against; one line each. */
  readonly hints: readonly string[]
}

/** What only people can answer, or what could not be seen, in the order of the standard; each field once, at its lowest level. */
export function questions(results: readonly RequirementResult[]): readonly Question[] {
  const asked = new Set<string>()
  return results.flatMap((result): readonly Question[] => {
    const { requirement, status, level } = result
    const field = requirement.field ?? requirement.id
    const needsAddress = requirement.metUrl === true && status === 'met' && !/https?:\/\//.test(result.justification)
    if ((status !== 'question' && status !== 'unknown' && !result.contradicted && !needsAddress) || asked.has(field)) return []
    // A level that rests on another answers itself.
    if (typeof requirement.met === 'string' && requirement.met.startsWith('level ')) return []
    asked.add(field)
    return [
      {
        field,
        id: requirement.id,
        level,
        category: requirement.category,
        text: requirement.question ?? `Is it so: ${requirement.title}?`,
        choices: requirement.naAllowed === true ? ['Met', 'Unmet', 'N/A'] : ['Met', 'Unmet'],
        needs: requirement.metUrl === true ? 'address' : requirement.metJustification === true ? 'justification' : 'nothing',
        hints: hintsOf(result),
      },
    ]
  })
}

const MAX_HINTS = 4

function hintsOf({ evidence, missing, contradicted, answer }: RequirementResult): readonly string[] {
  const hints = evidence.map(({ finding }) => {
    const [place] = finding.places
    const where = place?.path === undefined ? (place?.url ?? '') : place.line === undefined ? place.path : `${place.path}:${place.line}`
    return where === '' ? finding.message : `${finding.message} (${where})`
  })
  if (contradicted && answer !== undefined) hints.unshift(`the answer in ${answer.source} says ${answer.status}`)
  if (missing !== undefined) hints.push(missing.remedy)
  return [...new Set(hints)].slice(0, MAX_HINTS)
}
