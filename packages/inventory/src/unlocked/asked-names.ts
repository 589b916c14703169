import { readToml } from '@cupel/formats'
import { readManifest } from '../npm/manifest.ts'
import { pypiName } from '../python/pypi-name.ts'
import { readPyproject } from '../python/pyproject.ts'
import { parseRequirement } from '../python/requirement.ts'
import { asArray, asObject, asString } from '../text/json-value.ts'

/**
 * Names of packages that a manifest asks for → whether what is built needs them everywhere: not for development, not optional, not
 * only under a marker. Empty for a manifest that does not tell.
 */
export function askedNames(name: string, text: string): ReadonlyMap<string, boolean> {
  if (name === 'package.json') return askedOfNode(text)
  if (name === 'pyproject.toml') return askedOfPyproject(text)
  if (name === 'setup.py')
    return specifiers(/\binstall_requires[ \t]*=[ \t]*\[([^\]]*)\]/.exec(text)?.[1]?.match(/"[^"\n]*"|'[^'\n]*'/g) ?? [])
  if (name === 'setup.cfg') return specifiers(installRequires(text))
  if (name === 'requirements.in') return specifiers(text.split('\n').map((line) => line.replace(/(?:^|\s)#.*$/, '')))
  if (name === 'Pipfile') return askedOfPipfile(text)
  return new Map()
}

function askedOfNode(text: string): ReadonlyMap<string, boolean> {
  const needs = readManifest(text)?.dependencies ?? []
  const asked = needs.filter(({ range, scope }) => scope !== 'peer' && !/^(?:workspace|file|link|portal):/.test(range))
  return new Map(asked.map(({ name, scope }) => [name, scope === 'runtime']))
}

function askedOfPyproject(text: string): ReadonlyMap<string, boolean> {
  const { name: own, dependencies } = readPyproject(text)
  const asked = new Map<string, boolean>()
  for (const [name, scopes] of dependencies) if (name !== pypiName(own)) asked.set(name, scopes.has('runtime'))
  const stated = asArray(asObject(readToml(text)['project'])?.['dependencies']) ?? []
  for (const [name, everywhere] of specifiers(stated.map(asString))) if (!everywhere) asked.set(name, false)
  return asked
}

function askedOfPipfile(text: string): ReadonlyMap<string, boolean> {
  const root = readToml(text)
  const asked = new Map<string, boolean>()
  for (const [table, everywhere] of [
    ['dev-packages', false],
    ['packages', true],
  ] as const) {
    for (const [name, wanted] of Object.entries(asObject(root[table]) ?? {}))
      if (asObject(wanted)?.['path'] === undefined) asked.set(pypiName(name), everywhere)
  }
  return asked
}

/** The value of setup.cfg's key, which goes on in the indented lines below it. */
function installRequires(text: string): readonly string[] {
  const lines = text.split('\n')
  const start = lines.findIndex((line) => /^install_requires[ \t]*=/.test(line))
  if (start < 0) return []
  const after = lines.slice(start + 1)
  const end = after.findIndex((line) => /^[^\s#]/.test(line))
  return [(lines[start] as string).replace(/^[^=]*=/, ''), ...after.slice(0, end < 0 ? after.length : end)]
}

function specifiers(list: readonly string[]): ReadonlyMap<string, boolean> {
  const asked = new Map<string, boolean>()
  for (const quoted of list) {
    const requirement = parseRequirement(quoted.trim().replace(/^["']|["']$/g, ''))
    if (requirement !== null) asked.set(requirement.name, requirement.marker === '')
  }
  return asked
}
