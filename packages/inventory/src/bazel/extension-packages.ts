import type { Collector, FoundPackage } from '../extractor.ts'
import { moduleName } from '../go/module-name.ts'
import { pypiName } from '../python/pypi-name.ts'
import { parseRequirement, pinnedVersion } from '../python/requirement.ts'
import { hexHash } from '../text/digest.ts'
import type { JsonPlaces } from '../text/json-places.ts'
import { asArray, asObject, asString } from '../text/json-value.ts'
import type { JsonObject } from '../text/json-value.ts'

/**
 * Packages of other ecosystems among the repositories that module extensions made: wheels (rules_python), Go modules (gazelle), npm
 * packages (rules_js) and crates (rules_rust). All other repositories are skipped and counted. An extension that is not locked with
 * its repositories says nothing here.
 */
export function addExtensionPackages(extensions: JsonObject, places: JsonPlaces, out: Collector): void {
  for (const [extension, value] of Object.entries(extensions)) {
    const line = places.line('moduleExtensions', extension) ?? 1
    const seen = new Set<string>()
    for (const evaluation of Object.values(asObject(value) ?? {})) {
      for (const repository of Object.values(asObject(asObject(evaluation)?.['generatedRepoSpecs']) ?? {})) {
        const attributes = asObject(asObject(repository)?.['attributes']) ?? {}
        const found = packageOf(attributes)
        const key = found === null ? '' : `${found.type} ${found.namespace ?? ''} ${found.name} ${found.version ?? ''}`
        out.entries(1)
        if (found === null) out.skip('repository of a module extension')
        else if (seen.has(key)) out.skip('further repository of a listed package')
        else {
          seen.add(key)
          out.component({ ...found, line })
        }
      }
    }
  }
}

function packageOf(attributes: JsonObject): FoundPackage | null {
  const version = asString(attributes['version'])
  const importPath = asString(attributes['importpath'])
  if (importPath !== '' && version !== '') return { type: 'golang', ...moduleName(importPath), version }
  const requirement = parseRequirement(asString(attributes['requirement']).split(/[ \t]--/)[0] ?? '')
  if (requirement !== null) return { type: 'pypi', name: pypiName(requirement.name), version: pinnedVersion(requirement.specifier) }
  const name = asString(attributes['package'])
  if (name !== '' && version !== '' && attributes['integrity'] !== undefined) return { type: 'npm', ...scopeAndName(name), version }
  for (const url of asArray(attributes['urls']) ?? []) {
    const [, crate, release] = /\/crates\/([A-Za-z0-9_-]+)\/([^/]+)\/download$/.exec(asString(url)) ?? []
    if (crate !== undefined && release !== undefined)
      return { type: 'cargo', name: crate, version: release, hashes: hexHash('sha256', asString(attributes['sha256'])) }
  }
  return null
}

function scopeAndName(name: string): Pick<FoundPackage, 'namespace' | 'name'> {
  const slash = name.startsWith('@') ? name.indexOf('/') : -1
  return slash < 0 ? { name } : { namespace: name.slice(0, slash), name: name.slice(slash + 1) }
}
