import { readCatalogue, STANDARDS } from '@cupel/assess'
import type { Catalogue } from '@cupel/assess'
import { DocumentInvalid } from '@cupel/formats'
import { documentInvalid, usageWrongValue } from '@cupel/model'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { readDocument } from '../read-bom-file.ts'

/** Ids of the standards that come with cupel. */
export const STANDARD_IDS: readonly string[] = STANDARDS.map(({ id }) => id)

/** Standards by id, or catalogues from files; `none` is none at all. Throws CupelError for what is neither. */
export async function loadStandards(wanted: readonly string[], cwd: string): Promise<readonly Catalogue[]> {
  if (wanted.includes('none')) return []
  return Promise.all(wanted.map((one) => loadStandard(one, cwd)))
}

async function loadStandard(wanted: string, cwd: string): Promise<Catalogue> {
  const known = STANDARDS.find(({ id }) => id === wanted)
  if (known !== undefined) return known.load()
  if (!existsSync(resolve(cwd, wanted))) throw usageWrongValue('--standard', wanted, [...STANDARD_IDS, 'none'])
  const text = readDocument(wanted, cwd)
  if (typeof text !== 'string') throw documentInvalid(wanted, 'this is no catalogue of a standard')
  try {
    return readCatalogue(text)
  } catch (error) {
    if (!(error instanceof DocumentInvalid)) throw error
    throw documentInvalid(wanted, error.message, { cause: error, ...(error.line > 0 ? { line: error.line } : {}) })
  }
}
