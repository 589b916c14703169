import { beforeAll, expect, test } from 'vitest'
import { speak } from '../language/translate.ts'
import { eventText } from './event-text.ts'

beforeAll(async () => {
  Object.assign(globalThis, { document: { documentElement: {} } })
  await speak('sw')
})

/** Texts as the server writes them: by snapshots, advisories, policy, triage and assessments. */
test.each([
  ['23 components by CycloneDX json 1.6', 'vijenzi 23 · CycloneDX json 1.6'],
  ['1 components, not read whole', 'kijenzi 1 · haikusomwa yote'],
  ['default/no-exploited is unknown, was fail', 'default/no-exploited: sasa Haijulikani, ilikuwa Imeshindwa'],
  ['CVE-2021-45046 (critical) went with pkg:npm/a@1', 'CVE-2021-45046 iliondoka na pkg:npm/a@1'],
  ['CVE-1 affects pkg:npm/a@1 and 3 more', 'CVE-1 inaathiri pkg:npm/a@1 na vingine 3'],
  ['CVE-1 is known to be exploited', 'CVE-1 inajulikana kutumiwa na washambuliaji'],
  ['score 6.2', 'Alama 6.2'],
  ['not-affected: Built from our files. (Ann)', 'Haliathiri: Built from our files. (Ann)'],
  ['something that a later server says', 'something that a later server says'],
])('%s', (text, said) => {
  expect(eventText(text)).toBe(said)
})

test('a long text is looked at once and not again and again', () => {
  const long = `${'a '.repeat(200_000)}came with`
  expect(eventText(long)).toBe(long)
})
