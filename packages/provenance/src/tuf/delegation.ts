import { createHash } from 'node:crypto'
import type { JsonObject } from '../encoding/json-value.ts'
import { asArray, asCount, asObject, asString, optionalObject } from '../encoding/json-value.ts'
import { Refused } from '../verdict/refused.ts'
import type { Metadata } from './metadata.ts'
import type { RoleKeys } from './role-keys.ts'
import { readRoleKeys } from './role-keys.ts'

/** A role that another hands some target paths to (§4.5). */
export interface Delegation {
  readonly role: string
  readonly keys: RoleKeys
  /** When it does not know the target either, nobody after it is asked. */
  readonly isTerminating: boolean
}

const MAX_ROLES = 10_000
const MAX_PATTERNS = 100_000
const TOP_LEVEL: ReadonlySet<string> = new Set(['root', 'timestamp', 'snapshot', 'targets'])

/** The roles a targets file delegates this path to, in order (§5.6.7). Refuses delegations to top-level roles and both forms at once. */
export function delegationsFor(metadata: Metadata, path: string, what: string): readonly Delegation[] {
  const delegations = optionalObject(metadata.signed['delegations'], `the delegations of ${what}`)
  if (delegations === undefined) return []
  const keys = asObject(delegations['keys'], `the delegated keys of ${what}`)
  const succinct = optionalObject(delegations['succinct_roles'], `the succinct roles of ${what}`)
  if (succinct !== undefined) {
    if (delegations['roles'] !== undefined) throw new Refused('malformed', `${what} delegates in two ways at once`)
    return [
      {
        role: succinctRole(succinct, path, what),
        keys: readRoleKeys(succinct, keys, `the succinct roles of ${what}`),
        isTerminating: false,
      },
    ]
  }
  const roles = asArray(delegations['roles'], `the delegated roles of ${what}`)
  if (roles.length > MAX_ROLES) throw new Refused('limit-exceeded', `${what} delegates to more than ${MAX_ROLES} roles`)
  const seen = new Set<string>()
  return roles.flatMap((value) => {
    const role = asObject(value, `a delegated role of ${what}`)
    const name = asString(role['name'], `a delegated role of ${what}`)
    if (name === '' || TOP_LEVEL.has(name) || seen.has(name)) {
      throw new Refused('malformed', `${what} delegates to a role of a forbidden name`, { found: name.slice(0, 100) })
    }
    seen.add(name)
    if (!covers(role, path, name)) return []
    const isTerminating = role['terminating'] === true
    return [{ role: name, keys: readRoleKeys(role, keys, `role ${name.slice(0, 100)}`), isTerminating }]
  })
}

function covers(role: JsonObject, path: string, name: string): boolean {
  const what = `the paths of role ${name.slice(0, 100)}`
  const patterns = role['paths']
  const prefixes = role['path_hash_prefixes']
  if ((patterns === undefined) === (prefixes === undefined)) throw new Refused('malformed', `${what} must be given in one way`)
  const list = asArray(patterns ?? prefixes, what)
  if (list.length > MAX_PATTERNS) throw new Refused('limit-exceeded', `${what} are more than ${MAX_PATTERNS}`)
  const texts = list.map((entry) => asString(entry, what))
  if (patterns !== undefined) return texts.some((pattern) => matchesPath(pattern, path))
  const hash = createHash('sha256').update(path).digest('hex')
  return texts.some((prefix) => hash.startsWith(prefix.toLowerCase()))
}

/** Shell patterns of §4.5: `*` and `?` stay inside one part of the path. Part by part, in time linear for each. */
export function matchesPath(pattern: string, path: string): boolean {
  const patterns = pattern.split('/')
  const parts = path.split('/')
  return patterns.length === parts.length && patterns.every((one, index) => matchesPart(one, parts[index]!))
}

/** Greedy matching with one step back: to the last star only, as nothing before it can matter any more. */
function matchesPart(pattern: string, text: string): boolean {
  let at = 0
  let star = -1
  let resume = 0
  let index = 0
  while (index < text.length) {
    const wanted = pattern[at]
    if (wanted === '*') {
      star = at++
      resume = index
    } else if (wanted !== undefined && (wanted === '?' || wanted === text[index])) {
      at++
      index++
    } else if (star >= 0) {
      at = star + 1
      index = ++resume
    } else return false
  }
  while (pattern[at] === '*') at++
  return at === pattern.length
}

/** The one role among 2^bits that the path falls to (§4.5, succinct_roles). */
function succinctRole(succinct: JsonObject, path: string, what: string): string {
  const bits = asCount(succinct['bit_length'], `the bit length of ${what}`)
  const prefix = asString(succinct['name_prefix'], `the name prefix of ${what}`)
  if (bits < 1 || bits > 32) throw new Refused('malformed', `the bit length of ${what} is not from 1 to 32`)
  const bin = createHash('sha256').update(path).digest().readUInt32BE() >>> (32 - bits)
  return `${prefix}-${bin.toString(16).padStart(Math.ceil(bits / 4), '0')}`
}
