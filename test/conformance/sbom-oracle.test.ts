import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { validateBom } from '@cupel/formats'
import { expect, it } from 'vitest'
import { sharedPath } from '../shared.ts'
import { mutateJson, seeded } from './sbom-mutations.ts'
import { officialSchema } from './sbom-schemas.ts'

const ROUNDS = Number(process.env['CUPEL_ORACLE_ROUNDS'] ?? 15)
const SETS = [
  ...['1.2', '1.3', '1.4', '1.5', '1.6', '1.7'].map((version) => ({
    folder: `documents/cyclonedx/${version}`,
    schema: `cyclonedx/bom-${version}.schema.json`,
    wanted: /^valid.*\.json$/,
    version,
  })),
  { folder: 'documents/spdx', schema: 'spdx/spdx-2.3.schema.json', wanted: /^(?!.*spdx3)(?!.*3\.0).*json$/, version: 'SPDX 2' },
  { folder: 'documents/spdx', schema: 'spdx/spdx-3.0.1.schema.json', wanted: /(?:spdx3|3\.0).*json$/, version: 'SPDX 3' },
]

it.skipIf(sharedPath('schemas') === null)(
  'judges mutated documents as the official schemas do',
  () => {
    const random = seeded(1)
    const apart: string[] = []
    for (const { folder, schema, wanted, version } of SETS) {
      const official = officialSchema(schema)
      const path = sharedPath(folder)
      if (!official || !path) continue
      let mutants = 0
      let refused = 0
      for (const file of readdirSync(path).filter((name) => wanted.test(name))) {
        const value: unknown = JSON.parse(readFileSync(join(path, file), 'utf8'))
        for (let round = 0; round < ROUNDS; round++) {
          const mutant = mutateJson(value, random)
          const text = JSON.stringify(mutant)
          // Rules beside the schema: identifiers that stand twice, and documents that no longer say which schema is theirs.
          const faults = validateBom(text).filter((fault) => !['unique-ref', 'spdx-id'].includes(fault.rule))
          if (faults.some((fault) => ['version', 'format', 'malformed'].includes(fault.rule))) continue
          mutants++
          const accepted = official(mutant)
          if (!accepted) refused++
          if (accepted !== (faults.length === 0)) {
            apart.push(
              `${file} ${round}: ${accepted ? `only we refuse: ${faults[0]?.path} ${faults[0]?.message}` : `only the schema refuses: ${JSON.stringify(official.errors?.slice(0, 2))}`}`,
            )
          }
        }
      }
      console.log(`${version}: ${mutants} mutants, ${refused} invalid by the official schema`)
    }
    console.log(`verdicts apart: ${apart.length}`)
    expect(apart.slice(0, 20)).toEqual([])
  },
  600_000,
)
