import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import type { ValidateFunction } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { sharedPath } from '../shared.ts'

/** The official schemas as an oracle: compiled once a test file. Null where the shared data is absent. */
export function officialSchema(name: string): ValidateFunction | null {
  const path = sharedPath(`schemas/${name}`)
  if (path === null) return null
  const schema = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>
  const ajv = String(schema['$schema']).includes('2020-12') ? new Ajv2020(OPTIONS) : new Ajv(OPTIONS)
  formats.default(ajv)
  for (const format of ['iri-reference', 'idn-email', 'string']) ajv.addFormat(format, true)
  if (name.startsWith('cyclonedx/')) {
    for (const part of ['spdx.schema.json', 'jsf-0.82.schema.json', 'cryptography-defs.schema.json']) {
      const source = sharedPath(`schemas/cyclonedx/${part}`)
      if (source) ajv.addSchema(JSON.parse(readFileSync(source, 'utf8')) as object, `http://cyclonedx.org/schema/${part}`)
    }
  }
  return ajv.compile(schema)
}

const OPTIONS = { strict: false, validateFormats: true, logger: false } as const
