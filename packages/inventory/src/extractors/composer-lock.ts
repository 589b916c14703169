import { readJson } from '@cupel/formats'
import { nameOf } from '@cupel/source'
import { defineExtractor } from '../extractor.ts'
import { readComposerManifest, writeComposerEdges } from '../php/composer-edges.ts'
import { addComposerPackage } from '../php/composer-package.ts'
import { reportConflict } from '../text/conflict-marker.ts'
import { reportUnlisted } from '../text/report-unlisted.ts'
import type { Unlisted } from '../text/report-unlisted.ts'
import { jsonPlaces } from '../text/json-places.ts'
import { asArray, asObject, asString } from '../text/json-value.ts'
import type { JsonObject } from '../text/json-value.ts'

const LISTS = [
  ['packages', 'runtime'],
  ['packages-dev', 'dev'],
] as const

/** Composer's lock. What PHP itself has to bring (`php`, `ext-*`) is no package and stands only under `platform`. */
export default defineExtractor({
  id: 'composer-lock',
  title: 'Composer lock file',
  type: 'composer',
  kind: 'lock',
  files: ['composer.lock'],
  extract(input, out) {
    const text = input.text()
    reportConflict(text, out)
    const lock = asObject(readJson(text))
    if (lock === null || asArray(lock['packages']) === null) {
      out.problem({ code: 'malformed', line: 1, detail: 'no list of packages' })
      if (lock === null) return
    }
    const places = jsonPlaces(text, 3)
    if (places.duplicate !== undefined) out.problem({ code: 'malformed', line: places.duplicate, detail: 'a key stands twice' })
    out.format(asString(lock['plugin-api-version']))
    const packages = []
    for (const [list, scope] of LISTS) {
      const entries = asArray(lock[list]) ?? []
      out.entries(entries.length)
      for (const [at, entry] of entries.entries()) {
        const line = places.line(list, at, 'name') ?? places.line(list, at)
        const added = addComposerPackage(out, { table: asObject(entry) ?? {}, line, scope })
        if (added !== null) packages.push(added)
      }
    }
    const manifest = readComposerManifest(input, out, nameOf(input.path).replace(/\.lock$/, '.json'))
    writeComposerEdges(out, packages, { manifest, folder: '' })
    // The project itself may be what a package needs, or stand for it.
    if (manifest !== null)
      reportUnlisted(unlistedOf([...LISTS].flatMap(([list]) => asArray(lock[list]) ?? []).map(asObject), manifest), out)
  },
})

/** Names with a vendor that packages need and none is, replaces or provides: what PHP has to bring has no vendor. */
function unlistedOf(packages: readonly (JsonObject | null)[], manifest: JsonObject): readonly Unlisted[] {
  const held = new Set<string>()
  for (const one of [manifest, ...packages]) {
    held.add(asString(one?.['name']).toLowerCase())
    for (const key of ['replace', 'provide']) for (const name of Object.keys(asObject(one?.[key]) ?? {})) held.add(name.toLowerCase())
  }
  return packages.flatMap((one) =>
    Object.keys(asObject(one?.['require']) ?? {}).flatMap((name) =>
      name.includes('/') && !held.has(name.toLowerCase()) ? [{ by: asString(one?.['name']), name }] : [],
    ),
  )
}
