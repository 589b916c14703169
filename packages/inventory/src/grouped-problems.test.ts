import type { Problem } from '@cupel/model'
import { expect, test } from 'vitest'
import { groupedProblems } from './grouped-problems.ts'

function note(path: string, detail: string, by = 'pom-xml'): Problem {
  return { code: 'version-unpinned', effect: 'note', path, detail, by }
}

test('one problem for a cause that several files share', () => {
  const grouped = groupedProblems([
    note('a/pom.xml', 'managed in g:parent:1, which is not in the tree: x:y'),
    note('a/pom.xml', 'managed in g:other:1, which is not in the tree: x:y'),
    note('b/pom.xml', 'managed in g:parent:1, which is not in the tree: x:z'),
    note('c/pom.xml', 'managed in g:parent:1, which is not in the tree: x:z'),
    note('c.lock', 'managed in g:parent:1, which is not in the tree: x:z', 'other'),
  ])
  expect(grouped.map(({ path, detail }) => `${path} ${detail}`)).toEqual([
    'a/pom.xml managed in g:parent:1, which is not in the tree: x:y, and more in 2 further files',
    'a/pom.xml managed in g:other:1, which is not in the tree: x:y',
    'c.lock managed in g:parent:1, which is not in the tree: x:z',
  ])
})
