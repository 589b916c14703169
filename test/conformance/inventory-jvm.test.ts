import { readFileSync } from 'node:fs'
import { extractFile, EXTRACTORS } from '@cupel/inventory'
import { bufferAccess, memoryTree, openZip } from '@cupel/source'
import { expect, test } from 'vitest'
import { makeZip } from '../make-zip.ts'
import { sharedPath } from '../shared.ts'

/** log4j and junit have the group of their name; of the others the version cannot be told from the name. */
const ACCEPTED = new Set(['log4j', 'log4j-1.2.17', 'junit', 'yauaa-elasticsearch-8'])

/** Artifact id → groups, of every Maven package that an advisory names. */
function advisoryArtifacts(path: string): ReadonlyMap<string, ReadonlySet<string>> {
  const zip = openZip(bufferAccess(readFileSync(path)))
  const artifacts = new Map<string, Set<string>>()
  for (const entry of zip.entries) {
    const record = JSON.parse(new TextDecoder().decode(zip.read(entry)))
    for (const { package: found } of record.affected ?? []) {
      const [group = '', artifact = ''] = found?.ecosystem?.startsWith('Maven') ? found.name.split(':') : []
      // Jenkins plug-ins are .hpi files and state their group; the data holds a few entries that are no Maven packages.
      if ((!group.includes('.') && group !== artifact) || /^[A-Z]|jenkins|hudson/.test(group) || !/^[A-Za-z0-9._-]+$/.test(artifact))
        continue
      artifacts.set(artifact, (artifacts.get(artifact) ?? new Set()).add(group))
    }
  }
  return artifacts
}

test('a jar with nothing but its file name is never given another group than the one its advisories use', async () => {
  const path = sharedPath('advisories/osv/Maven/all.zip')
  if (path === null) return
  const extractor = await EXTRACTORS.find(({ id }) => id === 'java-archive')?.load()
  if (extractor === undefined) throw new Error('java-archive is not registered')
  const jar = makeZip([{ name: 'A.class', content: 'x' }])
  let right = 0
  let unidentified = 0
  const wrong: string[] = []
  const artifacts = advisoryArtifacts(path)
  for (const [artifact, groups] of artifacts) {
    const name = `${artifact}-9.8.7.jar`
    const [found] = extractFile(memoryTree({ [name]: jar }), extractor, name).components
    if (found === undefined) unidentified++
    else if ([...groups].some((group) => found.name === `${group}:${artifact}`)) right++
    else if (!ACCEPTED.has(artifact)) wrong.push(`${artifact}: ${found.name}, not ${[...groups].join(' or ')}`)
  }
  console.log(
    `${artifacts.size} artifacts of advisories: ${right} identified, ${unidentified} reported as unidentified, ${wrong.length} wrong`,
  )
  expect(right).toBeGreaterThan(1300)
  expect(wrong).toEqual([])
})
