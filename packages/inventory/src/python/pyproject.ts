import { readToml } from '@cupel/formats'
import type { Scope } from '@cupel/model'
import { asArray, asObject, asString } from '../text/json-value.ts'
import type { JsonObject } from '../text/json-value.ts'
import { groupScope } from './group-scope.ts'
import { pypiName } from './pypi-name.ts'
import { parseRequirement } from './requirement.ts'

/** What a `pyproject.toml` says about its project's own dependencies. */
export interface Pyproject {
  readonly name: string
  readonly version: string
  readonly licenses: readonly string[]
  /** Normalised name → purposes. */
  readonly dependencies: ReadonlyMap<string, ReadonlySet<Scope>>
  /** Names of the dependency groups and extras, for lock files that name groups: group → purpose. */
  readonly groups: ReadonlyMap<string, Scope>
}

/**
 * Reads `[project]` (PyPA "pyproject.toml specification"), `[dependency-groups]` (PEP 735) and the dependency tables of Poetry,
 * PDM and uv. Throws DocumentInvalid when the text is not TOML.
 */
export function readPyproject(text: string): Pyproject {
  const root = readToml(text) as JsonObject
  const project = asObject(root['project']) ?? {}
  const tool = asObject(root['tool']) ?? {}
  const poetry = asObject(tool['poetry']) ?? {}
  const dependencies = new Map<string, Set<Scope>>()
  const groups = new Map<string, Scope>()

  function add(name: string, scope: Scope): void {
    const key = pypiName(name)
    dependencies.set(key, (dependencies.get(key) ?? new Set()).add(scope))
  }
  function addSpecifiers(list: unknown, scope: Scope): void {
    for (const item of asArray(list) ?? []) {
      const requirement = parseRequirement(asString(item).trim())
      if (requirement !== null) add(requirement.name, scope)
    }
  }
  function addGroups(tables: unknown, scopeOf: (group: string) => Scope): void {
    for (const [group, list] of Object.entries(asObject(tables) ?? {})) {
      groups.set(pypiName(group), scopeOf(group))
      addSpecifiers(list, scopeOf(group))
    }
  }
  function addPoetry(table: unknown, scope: Scope): void {
    for (const [name, wanted] of Object.entries(asObject(table) ?? {})) {
      if (name === 'python') continue
      add(name, scope === 'runtime' && asObject(wanted)?.['optional'] === true ? 'optional' : scope)
    }
  }

  addSpecifiers(project['dependencies'], 'runtime')
  addGroups(project['optional-dependencies'], () => 'optional')
  addGroups(root['dependency-groups'], groupScope)
  addGroups(asObject(tool['pdm'])?.['dev-dependencies'], groupScope)
  addSpecifiers(asObject(tool['uv'])?.['dev-dependencies'], 'dev')
  addPoetry(poetry['dependencies'], 'runtime')
  addPoetry(poetry['dev-dependencies'], 'dev')
  for (const [group, table] of Object.entries(asObject(poetry['group']) ?? {})) {
    groups.set(pypiName(group), groupScope(group))
    addPoetry(asObject(table)?.['dependencies'], groupScope(group))
  }
  return {
    name: asString(project['name']) || asString(poetry['name']),
    version: asString(project['version']) || asString(poetry['version']),
    licenses: licensesOf(project['license'] ?? poetry['license']),
    dependencies,
    groups,
  }
}

function licensesOf(license: unknown): readonly string[] {
  const stated = asString(license) || asString(asObject(license)?.['text'])
  return stated === '' || stated.includes('\n') ? [] : [stated]
}
