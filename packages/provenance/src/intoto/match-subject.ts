import { Refused } from '../verdict/refused.ts'
import type { Trace } from '../verdict/trace.ts'
import type { DigestSet } from './digest.ts'
import { compareDigests, showDigests } from './digest.ts'
import type { Subject, VerifiedStatement } from './statement.ts'

/**
 * The subject of a verified statement that is the artifact: equal in at least one strong digest and different in none that both
 * name (in-toto attestation framework, "Validation model"). A name alone proves nothing and is not looked at.
 */
export function matchSubject(statement: VerifiedStatement, artifact: DigestSet, trace: Trace): Subject {
  return trace.step('subject', 'The statement is about this artifact', (step) => {
    step.expected(showDigests(artifact))
    const outcomes = statement.subjects.map((subject) => ({ subject, outcome: compareDigests(subject.digest, artifact) }))
    const match = outcomes.find(({ outcome }) => outcome === 'equal')
    if (match !== undefined) {
      step.found(match.subject.name ?? match.subject.uri ?? showDigests(match.subject.digest))
      return match.subject
    }
    if (outcomes.some(({ outcome }) => outcome === 'weak')) {
      throw new Refused('weak-algorithm', 'Only digests that can be forged agree with the artifact', { expected: showDigests(artifact) })
    }
    throw new Refused('subject-mismatch', 'The statement is about another artifact', {
      expected: showDigests(artifact),
      found: found(statement.subjects),
    })
  })
}

function found(subjects: readonly Subject[]): string {
  const [first] = subjects
  const rest = subjects.length > 1 ? ` and ${subjects.length - 1} more` : ''
  return first === undefined ? 'no subject' : `${first.name ?? 'a subject'} ${showDigests(first.digest)}${rest}`
}
