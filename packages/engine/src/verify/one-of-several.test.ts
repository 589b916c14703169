import { Refused, Trace } from '@cupel/provenance'
import type { Verdict } from '@cupel/provenance'
import { expect, it } from 'vitest'
import { documentName, oneOfSeveral } from './one-of-several.ts'
import type { Tried } from './one-of-several.ts'

function tried(source: string, refusal?: string): Tried<string> {
  const verdict: Verdict<string> = Trace.run('provenance', `the provenance in ${source} vouches for it`, (trace) =>
    trace.step('build', 'it was built as asked', () => {
      if (refusal !== undefined) throw new Refused('policy-not-met', refusal)
      return source
    }),
  )
  return { source, verdict }
}

function shown({ outcome, value, root }: Verdict<string>): readonly string[] {
  const steps = root.steps.map((step) => `${step.outcome} ${step.reason ?? ''}`.trim())
  return [`${outcome} ${value ?? ''}`.trim(), `${root.outcome} ${root.found ?? ''}`.trim(), ...steps]
}

it.each<[string, readonly [Tried<string>, ...Tried<string>[]], readonly string[]]>([
  ['one that holds', [tried('a')], ['verified a', 'passed', 'passed']],
  ['one that does not', [tried('a', 'other source')], ['refused', 'failed', 'failed other source']],
  [
    'the second of three',
    [tried('a', 'other source'), tried('b'), tried('c', 'other branch')],
    ['verified b', 'passed held: b', 'not-applicable other source', 'passed', 'not-applicable other branch'],
  ],
  ['two of two', [tried('a'), tried('b')], ['verified a', 'passed held: a, b', 'passed', 'passed']],
  ['none of two', [tried('a', 'other source'), tried('b', 'other branch')], ['refused', 'failed', 'failed', 'failed']],
])('%s', (_, given, expected) => {
  expect(shown(oneOfSeveral(given, 'provenances'))).toEqual(expected)
})

it('names documents of a file by their line', () => {
  expect([documentName('a.json', 0, 1), documentName('a.jsonl', 1, 2)]).toEqual(['a.json', 'a.jsonl:2'])
})
