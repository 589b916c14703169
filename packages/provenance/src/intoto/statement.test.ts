import { describe, expect, it } from 'vitest'
import { markVerified } from '../dsse/verified-payload.ts'
import { Refused } from '../verdict/refused.ts'
import { Trace } from '../verdict/trace.ts'
import { matchSubject } from './match-subject.ts'
import { STATEMENT_V1, verifiedStatement } from './statement.ts'

const A = 'a'.repeat(64)
const B = 'b'.repeat(64)

function statement(change: object = {}, payloadType = 'application/vnd.in-toto+json') {
  const value = { _type: STATEMENT_V1, subject: [{ name: 'x', digest: { sha256: A } }], predicateType: 'p', predicate: {}, ...change }
  return verifiedStatement(markVerified(payloadType, Buffer.from(JSON.stringify(value))))
}

function refusal(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    if (error instanceof Refused) return error.code
    throw error
  }
  return 'accepted'
}

function match(subject: object[], artifact: Record<string, string>): string {
  const { root } = Trace.run('t', 'T', (trace) => matchSubject(statement({ subject }), artifact, trace))
  return root.steps[0]?.code ?? root.code ?? 'accepted'
}

describe('verifiedStatement', () => {
  it.each([
    [{ _type: 'https://in-toto.io/Statement/v2' }, 'unsupported-version'],
    [{ subject: [] }, 'subject-mismatch'],
    [{ subject: [{ name: 'x', digest: {} }] }, 'malformed'],
    [{ subject: [{ name: 'x' }] }, 'malformed'],
    [{ subject: [{ name: 'x', digest: { sha256: 'abc' } }] }, 'malformed'],
    [{ subject: [{ name: 'x', digest: { sha256: 'ab' } }] }, 'malformed'],
    [{ _type: 'https://in-toto.io/Statement/v0.1', subject: [{ digest: { sha256: A } }] }, 'malformed'],
    [{ predicateType: '' }, 'malformed'],
    [{ predicate: [] }, 'malformed'],
    [{ predicate: null }, 'accepted'],
  ])('%j: %s', (change, expected) => {
    expect(refusal(() => statement(change))).toBe(expected)
  })

  it('refuses another payload type', () => {
    expect(refusal(() => statement({}, 'application/json'))).toBe('unsupported-version')
  })
})

describe('matchSubject', () => {
  it.each([
    ['equal', [{ name: 'x', digest: { sha256: A } }], { sha256: A }, 'accepted'],
    ['upper-case hex is the same digest', [{ name: 'x', digest: { sha256: A.toUpperCase() } }], { sha256: A }, 'accepted'],
    ['second subject', [{ digest: { sha256: B } }, { digest: { sha256: A } }], { sha256: A }, 'accepted'],
    ['one equal, one differs', [{ digest: { sha256: A, sha1: 'aa' } }], { sha256: A, sha1: 'bb' }, 'subject-mismatch'],
    ['name only', [{ name: 'x', digest: { sha512: A + A } }], { sha256: A }, 'subject-mismatch'],
    ['weak only', [{ digest: { sha1: 'aa' } }], { sha1: 'aa', sha256: A }, 'weak-algorithm'],
    ['git objects are strong', [{ digest: { gitCommit: 'aa' } }], { gitCommit: 'aa' }, 'accepted'],
    ['unknown algorithms do not count', [{ digest: { mine: 'aa' } }], { mine: 'aa' }, 'subject-mismatch'],
  ])('%s', (_, subject, artifact, expected) => {
    expect(match(subject, artifact as unknown as Record<string, string>)).toBe(expected)
  })
})
