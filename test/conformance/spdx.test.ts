import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { readBom } from '@cupel/formats'
import { expect, it } from 'vitest'
import { sharedPath } from '../shared.ts'

const folder = sharedPath('documents/spdx')

it.skipIf(folder === null)('reads every example of the SPDX working groups, with packages, and the same ones out of both encodings', () => {
  const counts = new Map<string, number>()
  let components = 0
  for (const file of readdirSync(folder as string)) {
    const { bom, format, problems } = readBom(readFileSync(join(folder as string, file), 'utf8'))
    const key = `${format.version} ${format.encoding}`
    counts.set(key, (counts.get(key) ?? 0) + 1)
    components += bom.components.length
    expect(bom.components.length, file).toBeGreaterThan(0)
    expect(bom.subject, file).not.toBe('')
    expect(
      problems.filter((problem) => problem.effect === 'incomplete'),
      file,
    ).toEqual([])
  }
  for (const [key, files] of [...counts].sort()) console.log(`spdx ${key}: ${files} files read`)
  console.log(`spdx components: ${components}`)

  const [json, tags] = ['SPDXJSONExample-v2.3.spdx.json', 'SPDXTagExample-v2.3.spdx'].map((file) =>
    readBom(readFileSync(join(folder as string, file), 'utf8')),
  )
  const facts = (read: typeof json) =>
    read?.bom.components.map(({ ref, name, version, purl, licenses, hashes }) => ({ ref, name, version, purl, licenses, hashes }))
  expect(
    facts(tags)
      ?.map((item) => item.ref)
      .sort(),
  ).toEqual(
    facts(json)
      ?.map((item) => item.ref)
      .sort(),
  )
})
