import { createHash } from 'node:crypto'
import { readJson, readToml } from '@cupel/formats'
import { pythonJson } from '../python/python-json.ts'
import { asArray, asObject, asString } from '../text/json-value.ts'
import type { JsonObject } from '../text/json-value.ts'

/**
 * Whether the digest of the manifest in a lock is that of the manifest beside it. null: the lock has none, or its rule is not known or
 * cannot be followed. The lock of Poetry has one of what `pyproject.toml` asks for, that of Pipenv one of the whole `Pipfile`.
 */
export function manifestHash(by: string, lock: () => string, manifest: { readonly name: string; readonly text: string }): boolean | null {
  if (by === 'poetry-lock' && manifest.name === 'pyproject.toml') return poetryHash(lock(), manifest.text)
  return by === 'pipfile-lock' && manifest.name === 'Pipfile' ? pipfileHash(lock(), manifest.text) : null
}

/** Of these on the rule may have changed. */
const POETRY_AFTER = 3

const POETRY_KEYS = ['dependencies', 'source', 'extras', 'dev-dependencies']
const PROJECT_KEYS = ['requires-python', 'dependencies', 'optional-dependencies']

function poetryHash(lock: string, manifest: string): boolean | null {
  const stated = /^content-hash[ \t]*=[ \t]*"([\da-f]{64})"/m.exec(lock)?.[1]
  const version = /^# [^\n]*\bPoetry (\d+)\./.exec(lock)?.[1]
  if (stated === undefined) return null
  const contents = poetryContents(readToml(manifest) as JsonObject)
  const written = contents.map((content) => pythonJson(content))
  const at = written.findIndex((text) => text !== null && sha256(text) === stated)
  // A version that left a part out says nothing of it.
  if (at >= 0) return at === 0 ? true : null
  return written.includes(null) || Number(version ?? 1) >= POETRY_AFTER ? null : false
}

/**
 * What the versions of Poetry take of a manifest, from all that there is to less: its own section, since 1.2 with groups, since 2.0
 * `project`, later `dependency-groups`.
 */
function poetryContents(root: JsonObject): readonly JsonObject[] {
  const poetry = asObject(asObject(root['tool'])?.['poetry']) ?? {}
  const groups = asObject(root['dependency-groups']) ?? {}
  const project = picked(asObject(root['project']), PROJECT_KEYS)
  const legacy = Object.fromEntries(POETRY_KEYS.map((key) => [key, poetry[key] ?? null]))
  const grouped = { ...legacy, ...picked(poetry, ['group']) }
  const named = { tool: { poetry: picked(poetry, [...POETRY_KEYS, 'group']) } }
  const whole = Object.keys(project).length === 0 ? grouped : { ...named, project }
  if (Object.keys(groups).length === 0) return [whole, grouped, legacy]
  return [{ ...named, ...('project' in whole && { project }), 'dependency-groups': groups }, whole, grouped, legacy]
}

function picked(table: JsonObject | null, keys: readonly string[]): JsonObject {
  return Object.fromEntries(keys.filter((key) => table?.[key] !== undefined).map((key) => [key, table?.[key]]))
}

const PIPFILE_OTHERS: ReadonlySet<string> = new Set([
  'source',
  'packages',
  'dev-packages',
  'requires',
  'scripts',
  'pipfile',
  'pipenv',
  'default',
  'develop',
])

function pipfileHash(lock: string, manifest: string): boolean | null {
  const meta = asObject(asObject(readJson(lock))?.['_meta'])
  const stated = asString(asObject(meta?.['hash'])?.['sha256'])
  const root = readToml(manifest) as JsonObject
  // Without sources Pipenv takes its own.
  if (stated === '' || asArray(root['source']) === null) return null
  const known = {
    _meta: { sources: root['source'], requires: root['requires'] ?? {} },
    default: root['packages'] ?? {},
    develop: root['dev-packages'] ?? {},
  }
  const others = Object.fromEntries(Object.entries(root).filter(([key]) => !PIPFILE_OTHERS.has(key)))
  const written = [{ ...known, ...others }, known].map((one) => pythonJson(one, { pair: ':', item: ',' }))
  const at = written.findIndex((text) => text !== null && sha256(text) === stated)
  if (at >= 0) return at === 0 ? true : null
  return written.includes(null) ? null : false
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
