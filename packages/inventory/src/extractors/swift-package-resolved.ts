import { readJson } from '@cupel/formats'
import { localPackages } from '../apple/local-packages.ts'
import { swiftPackage } from '../apple/swift-package.ts'
import type { Collector } from '../extractor.ts'
import { defineExtractor } from '../extractor.ts'
import type { JsonPlaces } from '../text/json-places.ts'
import { jsonPlaces } from '../text/json-places.ts'
import type { JsonObject } from '../text/json-value.ts'
import { asArray, asObject, asString } from '../text/json-value.ts'

const VERSIONS = new Set([1, 2, 3])
const KEYS = new Set(['object', 'pins', 'version', 'originHash'])

/**
 * Package.resolved of Swift Package Manager, schema 1 (`object.pins`), 2 and 3. A pin on a branch or a bare revision has no
 * version; its repository and revision stand in the `vcs_url` qualifier.
 */
export default defineExtractor({
  id: 'swift-package-resolved',
  title: 'Swift Package Manager and Xcode: Package.resolved 1, 2 and 3',
  type: 'swift',
  kind: 'lock',
  files: ['Package.resolved'],
  extract(input, out) {
    const text = input.text()
    const root = asObject(readJson(text))
    const version = root?.['version']
    if (root === null || typeof version !== 'number') {
      out.problem({ code: 'malformed', detail: 'the file states no format version' })
    } else {
      out.format(String(version))
      if (!VERSIONS.has(version))
        out.problem({ code: 'unsupported-version', detail: `version ${version} of Package.resolved is not known` })
    }
    if (root === null) return
    const places = jsonPlaces(text, 5)
    for (const key of Object.keys(root)) if (!KEYS.has(key)) out.unknown(key, places.line(key))
    const path = root['object'] === undefined ? ['pins'] : ['object', 'pins']
    const pins = asArray(path.length === 1 ? root['pins'] : asObject(root['object'])?.['pins'])
    if (pins === null) return out.problem({ code: 'malformed', detail: 'the file has no list of pins' })
    out.entries(pins.length)
    for (const folder of localPackages(input)) out.project({ folder })
    for (const [index, pin] of pins.entries()) {
      const entry = asObject(pin)
      if (entry === null) out.problem({ code: 'malformed', line: places.line(...path, index) ?? 1, detail: 'a pin is not an object' })
      else readPin(entry, [...path, index], { out, places })
    }
  },
})

function readPin(
  pin: JsonObject,
  path: readonly (string | number)[],
  { out, places }: { readonly out: Collector; readonly places: JsonPlaces },
): void {
  const kind = asString(pin['kind'])
  if (kind === 'localSourceControl' || kind === 'fileSystem') return out.skip('local path')
  const state = asObject(pin['state'])
  const named = pin['identity'] === undefined ? 'package' : 'identity'
  const line = places.line(...path, named) ?? places.line(...path) ?? 1
  const found = swiftPackage({
    url: asString(pin['location']) || asString(pin['repositoryURL']),
    identity: asString(pin[named]),
    version: asString(state?.['version']),
    revision: asString(state?.['revision']),
  })
  if (found === 'local') return out.skip('local path')
  if (found === null)
    return out.problem({ code: 'name-invalid', line, detail: `the location of pin ${asString(pin[named])} is not understood` })
  if (state === null) out.problem({ code: 'malformed', line, detail: 'a pin has no state' })
  out.component({ ...found, line })
}
