import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { DocumentInvalid, readBom, validateBom } from '@cupel/formats'
import { expect, it } from 'vitest'
import { sharedPath } from '../shared.ts'

const folder = sharedPath('documents/cyclonedx')

it.skipIf(folder === null)('reads every valid document of the specification and refuses every invalid one', () => {
  const counts = new Map<string, { files: number; right: number }>()
  const wrong: string[] = []
  for (const version of readdirSync(folder as string)) {
    for (const file of readdirSync(join(folder as string, version))) {
      const isValid = file.startsWith('valid')
      const source = readFileSync(join(folder as string, version, file), 'utf8')
      const key = `${file.slice(file.lastIndexOf('.') + 1)} ${isValid ? 'valid' : 'invalid'}`
      const count = counts.get(key) ?? { files: 0, right: 0 }
      counts.set(key, count)
      count.files++
      const reason = refusal(source)
      const faults = validateBom(source)
      const agrees = (reason === '') === isValid && (faults.length === 0) === isValid
      if (agrees && (isValid || reason.length > 20)) count.right++
      else wrong.push(`${version}/${file}: ${reason || 'read'}`)
    }
  }
  for (const [key, { files, right }] of [...counts].sort()) console.log(`cyclonedx ${key}: ${right} of ${files}`)
  expect(wrong).toEqual([])
  expect(counts.size).toBeGreaterThan(5)
})

function refusal(source: string): string {
  try {
    readBom(source)
    return ''
  } catch (error) {
    if (error instanceof DocumentInvalid) return error.message
    throw error
  }
}
