import { readJson } from '@cupel/formats'
import type { Scope } from '@cupel/model'
import { defineExtractor } from '../extractor.ts'
import { hexHash } from '../text/digest.ts'
import { jsonPlaces } from '../text/json-places.ts'
import { asArray, asObject, asString } from '../text/json-value.ts'

/** build.sbt.lock of sbt-dependency-lock, version 1: every resolved module with its configurations and the digests of its files. */
export default defineExtractor({
  id: 'sbt-lock',
  title: 'Scala: build.sbt.lock of sbt-dependency-lock',
  type: 'maven',
  kind: 'lock',
  files: ['build.sbt.lock'],
  extract(input, out) {
    const text = input.text()
    const root = asObject(readJson(text))
    const version = root?.['lockVersion']
    out.format(String(version ?? ''))
    if (version !== 1) out.problem({ code: 'unsupported-version', detail: `version ${String(version)} of build.sbt.lock is not known` })
    const dependencies = asArray(root?.['dependencies'])
    if (dependencies === null) return out.problem({ code: 'malformed', line: 1, detail: 'the file has no list of dependencies' })
    out.entries(dependencies.length)
    const places = jsonPlaces(text, 3)
    for (const [at, entry] of dependencies.entries()) {
      const module = asObject(entry)
      const [namespace, name] = [asString(module?.['org']), asString(module?.['name'])]
      const line = places.line('dependencies', at, 'name') ?? places.line('dependencies', at) ?? 1
      if (namespace === '' || name === '') {
        out.problem({ code: 'name-invalid', line, detail: 'a dependency has no org or no name' })
        continue
      }
      const files = asArray(module?.['artifacts']) ?? []
      const [algorithm = '', hex = ''] = files.length === 1 ? asString(asObject(files[0])?.['hash']).split(':') : []
      out.component({
        namespace,
        name,
        version: asString(module?.['version']),
        line,
        scopes: scopesOf((asArray(module?.['configurations']) ?? []).map(asString)),
        hashes: algorithm === 'sha1' || algorithm === 'sha256' ? hexHash(algorithm, hex) : [],
      })
    }
  },
})

/** What is compiled stands in the configurations of running and testing too. Unknown configurations count as runtime. */
function scopesOf(configurations: readonly string[]): readonly Scope[] {
  const only = (...names: readonly string[]): boolean => configurations.length > 0 && configurations.every((name) => names.includes(name))
  if (only('test', 'it')) return ['test']
  if (only('provided', 'test', 'it')) return ['peer']
  if (only('optional', 'provided', 'test', 'it')) return ['optional']
  return ['runtime']
}
