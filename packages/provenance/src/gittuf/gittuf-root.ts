import type { JsonObject, JsonValue } from '../encoding/json-value.ts'
import { asArray, asCount, asObject, asString } from '../encoding/json-value.ts'
import { Refused } from '../verdict/refused.ts'
import { compileGittufPattern } from './gittuf-pattern.ts'
import type { GittufPrincipal } from './gittuf-principal.ts'
import { readPrincipals } from './gittuf-principal.ts'
import type { GittufRole } from './gittuf-role.ts'
import { readGittufRole, versionOfGittuf } from './gittuf-role.ts'

/** Who may change the root of trust and the rules, and what holds beside every rule. */
export interface GittufRoot {
  readonly root: GittufRole
  readonly targets: GittufRole | null
  /** Everybody the root knows, with or without a role. */
  readonly principals: readonly GittufPrincipal[]
  /** Code review systems whose word on approvals counts, by name. */
  readonly apps: ReadonlyMap<string, GittufRole>
  readonly globalRules: readonly GittufGlobalRule[]
  /** Other repositories make rules for this one; those are not read. */
  readonly hasControllers: boolean
  readonly expires: Date | null
  readonly version: number
}

/** What the owners ask of every change that it matches, whatever the rules say. */
export type GittufGlobalRule =
  | { readonly kind: 'threshold'; readonly name: string; readonly matches: (target: string) => boolean; readonly threshold: number }
  | { readonly kind: 'block-force-pushes'; readonly name: string; readonly matches: (target: string) => boolean }

const ROOT_SCHEMA = 'https://gittuf.dev/policy/root/v0.2'
const MAX_GLOBAL_RULES = 1000

/** Reads the payload of root metadata, version 0.2. Refuses global rules of kinds not known: they would go unobserved. */
export function readGittufRoot(fields: JsonObject): GittufRoot {
  const schema = asString(fields['schemaVersion'], 'schemaVersion')
  if (schema !== ROOT_SCHEMA)
    throw new Refused('unsupported-version', 'the root of trust is of a version that is not known', { found: schema })
  const known = readPrincipals(fields['principals'])
  const roles = asObject(fields['roles'], 'roles')
  const apps = Object.entries(asObject(fields['githubApps'] ?? {}, 'githubApps')).filter(
    ([, app]) => asObject(app, 'an app')['trusted'] === true,
  )
  const rules = asArray(fields['globalRules'] ?? [], 'globalRules')
  if (rules.length > MAX_GLOBAL_RULES) throw new Refused('limit-exceeded', `more than ${MAX_GLOBAL_RULES} global rules`)
  const repositories = asObject(fields['multiRepository'] ?? {}, 'multiRepository')
  return {
    root: readGittufRole(roles['root'], known),
    targets: roles['targets'] === undefined ? null : readGittufRole(roles['targets'], known),
    principals: [...known.values()],
    apps: new Map(apps.map(([name, app]) => [name, readGittufRole(app, known)])),
    globalRules: rules.map(readGlobalRule),
    hasControllers: asArray(repositories['controllerRepositories'] ?? [], 'controllerRepositories').length > 0,
    expires: fields['expires'] === undefined ? null : new Date(asString(fields['expires'], 'expires')),
    version: versionOfGittuf(fields),
  }
}

function readGlobalRule(value: JsonValue): GittufGlobalRule {
  const fields = asObject(value, 'a global rule')
  const name = asString(fields['name'], 'name')
  const patterns = asArray(fields['paths'], 'paths').map((path) => compileGittufPattern(asString(path, 'a path')))
  const matches = (target: string): boolean => patterns.some((pattern) => pattern(target))
  const kind = asString(fields['type'], 'type')
  if (kind === 'threshold') return { kind, name, matches, threshold: asCount(fields['threshold'], 'threshold') }
  if (kind === 'block-force-pushes') return { kind, name, matches }
  throw new Refused('unsupported-version', 'the root of trust has a global rule of a kind that is not known', { found: kind })
}
