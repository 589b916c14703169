import type { Facts } from '../facts/facts.ts'
import { reading } from '../facts/reading.ts'
import { isApproved } from './approved.ts'
import { licenceFileName } from './licence-file-name.ts'
import { recogniseLicences } from './recognise-licence.ts'
import { restrictionIn } from './restriction.ts'

/** A licence file and what it was recognised as. */
export interface LicenceFile {
  readonly path: string
  /** SPDX ids; empty when the text is none that is known. */
  readonly ids: readonly string[]
  readonly approved: boolean
  /** Words of the text that take a permission of the licence away again; empty without any. */
  readonly restriction: string
}

/** The first file that Scorecard 5 takes for the licence, judged by its name alone. */
export const namedLicence = reading((facts): LicenceFile | null => {
  for (const path of facts.files.paths) {
    const named = licenceFileName(path)
    if (named !== null) return { path, ids: named.id === '' ? [] : [named.id], approved: isApproved(named.id), restriction: '' }
  }
  return null
})

/** Every licence file at the top of the tree or in `LICENSES/`, judged by its text. */
export const licenceFiles = reading((facts): readonly LicenceFile[] => {
  const paths = facts.files.paths.filter((path) => isLicencePath(path)).slice(0, 100)
  return paths.map((path) => judged(facts, path))
})

function isLicencePath(path: string): boolean {
  if (/^(?:license|licence)s\/[^/]+$/i.test(path)) return true
  if (path.includes('/')) return false
  return licenceFileName(path) !== null && !/^patents?\b/i.test(path)
}

function judged(facts: Facts, path: string): LicenceFile {
  const text = facts.files.text(path) ?? ''
  const recognised = recogniseLicences(text).map(({ id }) => id)
  const restriction = restrictionIn(text, recognised)
  const byTag = /SPDX-License-Identifier:\s*([\w.+-]{2,60})\s*$/m.exec(text.slice(0, 2000))?.[1]
  const ids = recognised.length > 0 || byTag === undefined ? recognised : [byTag]
  return { path, ids, approved: restriction === '' && ids.some(isApproved), restriction }
}
