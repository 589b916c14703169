import { asObject, asText, textPairs } from './json-value.ts'
import { statedLicenses } from './stated-licenses.ts'

/** What a package.json says of a project, as far as lock files leave it out. */
export interface Manifest {
  readonly name: string
  readonly version: string
  readonly licenses: readonly string[]
  readonly dependencies: readonly ManifestNeed[]
  /** Patterns of workspace folders. */
  readonly workspaces: readonly string[]
  /** Override rules as stated: yarn's `resolutions`. */
  readonly resolutions: ReadonlyMap<string, string>
}

interface ManifestNeed {
  readonly name: string
  readonly range: string
  readonly scope: 'runtime' | 'dev' | 'optional' | 'peer'
}

/** Reads a package.json. null when it is no JSON object: the lock beside it is then read without it. */
export function readManifest(text: string): Manifest | null {
  const json = parsed(text)
  if (json === null) return null
  const needs = new Map<string, ManifestNeed>()
  // An optional dependency may stand in `dependencies` too and is optional then; peers come last: they add nothing to what is asked otherwise.
  for (const [field, scope] of [
    ['peerDependencies', 'peer'],
    ['devDependencies', 'dev'],
    ['dependencies', 'runtime'],
    ['optionalDependencies', 'optional'],
  ] as const) {
    for (const [name, range] of textPairs(json[field])) needs.set(name, { name, range, scope })
  }
  const workspaces = asObject(json['workspaces'])?.['packages'] ?? json['workspaces']
  return {
    name: asText(json['name']),
    version: asText(json['version']),
    licenses: statedLicenses(json),
    dependencies: [...needs.values()],
    workspaces: Array.isArray(workspaces) ? workspaces.filter((one) => typeof one === 'string') : [],
    resolutions: new Map(textPairs(json['resolutions'])),
  }
}

function parsed(text: string): Readonly<Record<string, unknown>> | null {
  try {
    return asObject(JSON.parse(text))
  } catch {
    return null
  }
}
