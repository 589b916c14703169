import { memoryTree } from '@cupel/source'
import { expect, test } from 'vitest'
import { advisoryFacts } from './advisory-facts.ts'

const LOCK = JSON.stringify({
  name: 'app',
  lockfileVersion: 3,
  packages: { '': { name: 'app', devDependencies: { lodash: '4.17.4' } }, 'node_modules/lodash': { version: '4.17.4', dev: true } },
})
const NOWHERE = { offline: true, env: { CUPEL_HOME: '/nonexistent/cupel' } }

test('what only a part of the data knows is the least there can be, and no count to score by', async () => {
  const { matches } = await advisoryFacts(memoryTree({ 'package-lock.json': LOCK }), NOWHERE)
  expect(matches).toMatchObject({
    known: false,
    missing: { what: 'evidence', detail: expect.stringMatching(/built-in set.*: \d+ found, which is the least/) },
  })
})

test('what tests and examples stand on needs no version', async () => {
  const tree = memoryTree({ 'tests/requirements.txt': 'django\n', 'requirements.txt': 'left-alone==1.0\n' })
  const { matches, atLeast, problems } = await advisoryFacts(tree, NOWHERE)
  expect(matches).toMatchObject({ known: false, missing: { detail: expect.stringContaining('built-in set') } })
  expect(atLeast).toEqual([])
  expect(problems.filter(({ path, effect }) => path.startsWith('tests/') && effect === 'incomplete')).toEqual([])
})

test('a lock file that cannot be read leaves it unknown; a tree without dependencies has none', async () => {
  const cut = await advisoryFacts(memoryTree({ 'package-lock.json': LOCK.slice(0, 60) }), NOWHERE)
  expect(cut.matches).toMatchObject({ known: false, missing: { remedy: 'cupel scan names them' } })
  const none = await advisoryFacts(memoryTree({ 'main.c': 'int main() {}' }), NOWHERE)
  expect(none.matches).toEqual({ known: true, value: [] })
})
