import type { JsonObject, JsonValue } from '../encoding/json-value.ts'
import { asArray, asCount, asObject, asString } from '../encoding/json-value.ts'
import { Refused } from '../verdict/refused.ts'
import type { GittufPrincipal } from './gittuf-principal.ts'

/** So many of these principals have to agree. */
export interface GittufRole {
  readonly principals: readonly GittufPrincipal[]
  readonly threshold: number
}

/** Reads a role of gittuf metadata. Refuses one that names somebody who is not among the principals known to its file. */
export function readGittufRole(value: JsonValue | undefined, known: ReadonlyMap<string, GittufPrincipal>): GittufRole {
  const fields = asObject(value, 'a role')
  const ids =
    fields['principalIDs'] === null ? [] : asArray(fields['principalIDs'], 'principalIDs').map((id) => asString(id, 'a principal id'))
  const principals = [...new Set(ids)].map((id) => {
    const principal = known.get(id)
    if (principal === undefined) throw new Refused('malformed', `a role names ${JSON.stringify(id)}, who is not among the principals`)
    return principal
  })
  return { principals, threshold: asCount(fields['threshold'], 'threshold') }
}

/** The number by which a state of a metadata file is newer than those before; 0 in files that are not numbered. */
export function versionOfGittuf(fields: JsonObject): number {
  return fields['version'] === undefined ? 0 : asCount(fields['version'], 'version')
}
