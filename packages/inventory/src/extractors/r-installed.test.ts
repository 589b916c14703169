import { memoryTree } from '@cupel/source'
import { expect, test } from 'vitest'
import { extractFile } from '../extract-file.ts'
import rInstalled from './r-installed.ts'

function read(text: string) {
  return extractFile(memoryTree({ 'library/x/DESCRIPTION': text }), rInstalled, 'library/x/DESCRIPTION')
}

test('installed packages; those of R are skipped, sources leave no trace', () => {
  const built = 'Built: R 4.3.1; ; 2024-01-01 00:00:00 UTC; unix\n'
  const { components, problems } = read(`Package: readxl\nTitle: Read\n  Excel\nVersion: 1.0.0\nLicense: MIT + file LICENSE\n${built}`)
  expect(components.map(({ purl, licenses, evidence }) => [purl, licenses, evidence[0]?.line])).toEqual([
    ['pkg:cran/readxl@1.0.0', ['MIT'], 1],
  ])
  expect(problems).toEqual([])
  expect(read(`Package: Biobase\nVersion: 2.60.0\nbiocViews: Infrastructure\n${built}`).components[0]?.purl).toBe(
    'pkg:bioconductor/Biobase@2.60.0',
  )
  expect(read(`Package: stats\nVersion: 4.3.1\nPriority: base\n${built}`).coverage.skipped).toEqual([
    { what: 'package of R itself', count: 1 },
  ])
  expect(read('Package: mine\nVersion: 0.1\n').problems).toMatchObject([{ code: 'malformed', effect: 'incomplete' }])
  expect(extractFile(memoryTree({ DESCRIPTION: 'Package: mine\nVersion: 0.1\n' }), rInstalled, 'DESCRIPTION').foreign).toBe(true)
})
