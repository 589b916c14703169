import { asArray, asObject, asString } from '../text/json-value.ts'
import type { JsonObject } from '../text/json-value.ts'

/**
 * What the `default` feature of a crate turns on, features and optional dependencies alike by their key in Cargo.toml (Cargo
 * Book, "Features"): `dep:x`, `x`, `x/feature`; `x?/feature` turns nothing on.
 */
export function enabledByDefault(manifest: JsonObject): ReadonlySet<string> {
  const features = asObject(manifest['features']) ?? {}
  const enabled = new Set<string>()
  const pending = ['default']
  for (let feature = pending.pop(); feature !== undefined; feature = pending.pop()) {
    for (const item of (asArray(features[feature]) ?? []).map(asString)) {
      const key = item.startsWith('dep:') ? item.slice(4) : (item.split('/', 1)[0] ?? '')
      if (key.endsWith('?') || enabled.has(key)) continue
      enabled.add(key)
      if (!item.startsWith('dep:')) pending.push(key)
    }
  }
  return enabled
}
