import { CupelError } from '@cupel/model'
import { expect, it } from 'vitest'
import { withAnswers } from './open-questions.ts'

const ANSWERS = new Map([
  ['description_good', { status: 'Met' as const, justification: 'see README' }],
  ['english', { status: 'Unmet' as const, justification: '' }],
])

it('adds answers and leaves everything else as it is', () => {
  const text = JSON.stringify({ name: 'App', English_status: '?', english_justification: 'later', x: { y: [1] } })
  expect(JSON.parse(withAnswers(text, ANSWERS, 'a.json'))).toEqual({
    name: 'App',
    English_status: 'Unmet',
    english_justification: 'later',
    x: { y: [1] },
    description_good_status: 'Met',
    description_good_justification: 'see README',
  })
  expect(Object.keys(JSON.parse(withAnswers(null, ANSWERS, 'a.json')) as object)).toHaveLength(3)
})

it.each(['', '[]', 'null', '{ "a": ', '5'])('refuses %j instead of writing over it', (text) => {
  expect(() => withAnswers(text, ANSWERS, 'a.json')).toThrow(CupelError)
})
