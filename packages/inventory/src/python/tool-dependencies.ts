import { asArray, asObject, asString } from '../text/json-value.ts'
import type { JsonObject } from '../text/json-value.ts'

/** Requirements that tools state in their own tables of a pyproject.toml: Hatch's environments, Rye and Flit. */
export function toolNames(root: JsonObject): ReadonlySet<string> {
  const tool = asObject(root['tool'])
  const flit = asObject(asObject(tool?.['flit'])?.['metadata'])
  const extras = Object.values(asObject(flit?.['requires-extra']) ?? {})
  const lists = [asObject(tool?.['rye'])?.['dev-dependencies'], flit?.['requires'], flit?.['dev-requires'], ...extras]
  return new Set([...lists.flatMap(stringsOf), ...hatchNames(asObject(tool?.['hatch']) ?? {})])
}

/** Requirements of Hatch's environments (Hatch documentation, "Environment configuration"), which may also stand in hatch.toml. */
export function hatchNames(hatch: JsonObject): ReadonlySet<string> {
  const environments = Object.values(asObject(hatch['envs']) ?? {}).map(asObject)
  return new Set(environments.flatMap((one) => [...stringsOf(one?.['dependencies']), ...stringsOf(one?.['extra-dependencies'])]))
}

function stringsOf(list: unknown): readonly string[] {
  return (asArray(list) ?? []).map(asString).filter((text) => text !== '')
}
