import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { readBom, writeCycloneDx, writeSpdx2, writeSpdx3 } from '@cupel/formats'
import type { CycloneDxVersion } from '@cupel/formats'
import type { Bom } from '@cupel/model'
import { expect, it } from 'vitest'
import { sharedPath } from '../shared.ts'
import { bomFacts } from './sbom-facts.ts'
import { officialSchema } from './sbom-schemas.ts'

const VERSIONS: readonly CycloneDxVersion[] = ['1.4', '1.5', '1.6', '1.7']
const folder = sharedPath('documents')

function* documents(): Generator<{ file: string; bom: Bom }> {
  for (const part of ['cyclonedx/1.2', 'cyclonedx/1.3', 'cyclonedx/1.4', 'cyclonedx/1.5', 'cyclonedx/1.6', 'cyclonedx/1.7', 'spdx']) {
    for (const file of readdirSync(join(folder as string, part))) {
      if (part !== 'spdx' && !file.startsWith('valid')) continue
      yield { file: `${part}/${file}`, bom: readBom(readFileSync(join(folder as string, part, file), 'utf8')).bom }
    }
  }
}

it.skipIf(folder === null)('writes documents that the official schemas accept and that keep what was read', () => {
  const writers: { name: string; schema: string | null; write: (bom: Bom) => string }[] = [
    ...VERSIONS.map((version) => ({
      name: `CycloneDX ${version} JSON`,
      schema: `cyclonedx/bom-${version}.schema.json`,
      write: (bom: Bom) => writeCycloneDx(bom, { version, encoding: 'json' }),
    })),
    ...VERSIONS.map((version) => ({
      name: `CycloneDX ${version} XML`,
      schema: null,
      write: (bom: Bom) => writeCycloneDx(bom, { version, encoding: 'xml' }),
    })),
    { name: 'SPDX 2.3 JSON', schema: 'spdx/spdx-2.3.schema.json', write: (bom) => writeSpdx2(bom, { encoding: 'json' }) },
    { name: 'SPDX 2.3 tag-value', schema: null, write: (bom) => writeSpdx2(bom, { encoding: 'tag-value' }) },
    { name: 'SPDX 3.0.1 JSON-LD', schema: 'spdx/spdx-3.0.1.schema.json', write: writeSpdx3 },
  ]
  const all = [...documents()]
  for (const { name, schema, write } of writers) {
    const official = schema === null ? null : officialSchema(schema)
    let valid = 0
    let kept = 0
    for (const { file, bom } of all) {
      const text = write(bom)
      if (official) {
        official(JSON.parse(text))
        expect(official.errors ?? [], `${name} of ${file}`).toEqual([])
        valid++
      }
      // Reading refuses what breaks the rules of the format, so this validates the XML and the tags as well.
      const again = readBom(text).bom
      expect(bomFacts(again), `${name} of ${file}`).toEqual(bomFacts(bom))
      kept++
      expect(write(bom)).toBe(text)
    }
    console.log(
      `${name}: ${kept} of ${all.length} documents keep components, edges, hashes and licences${official ? `, ${valid} accepted by the official schema` : ''}`,
    )
  }
})
