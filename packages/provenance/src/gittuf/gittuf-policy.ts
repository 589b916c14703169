import type { JsonObject, JsonValue } from '../encoding/json-value.ts'
import { asArray, asCount, asObject, asString } from '../encoding/json-value.ts'
import { parseStrictJson } from '../encoding/strict-json.ts'
import { Refused } from '../verdict/refused.ts'
import type { Trace } from '../verdict/trace.ts'
import type { GittufPrincipal } from './gittuf-principal.ts'
import { readPrincipals } from './gittuf-principal.ts'
import type { GittufTrust } from './verify-gittuf-envelope.ts'
import { readGittufEnvelope, verifyGittufEnvelope } from './verify-gittuf-envelope.ts'

export interface GittufRole {
  readonly principals: readonly GittufPrincipal[]
  readonly threshold: number
}

/** Who may change the root of trust and the rules. */
export interface GittufRoot {
  readonly root: GittufRole
  readonly targets: GittufRole | null
  /** Code review systems whose word on approvals counts, by name. */
  readonly apps: ReadonlyMap<string, GittufRole>
  readonly expires: Date | null
}

/** Whoever changes something that the patterns match must be one of the principals. */
export interface GittufRule extends GittufRole {
  readonly name: string
  /** `git:refs/heads/main`, `file:src/*`. */
  readonly paths: readonly string[]
  readonly terminating: boolean
}

/** A state of the policy whose every part is signed as the root of trust demands. */
export interface VerifiedGittufPolicy {
  readonly root: GittufRoot
  readonly rules: readonly GittufRule[]
}

/** Files of the tree of a commit of `refs/gittuf/policy`, by path. */
export type GittufPolicyFiles = ReadonlyMap<string, Uint8Array>

export interface GittufPolicyQuery {
  readonly trust: GittufTrust
  /** The policy before this one; its root must agree to the new root. Left out only for the first state ever seen. */
  readonly previous?: VerifiedGittufPolicy
}

const STEPS = [
  ['root', 'the root of trust is signed by itself and by the one before'],
  ['rules', 'the rules are signed by whom the root names'],
] as const

const ROOT_SCHEMA = 'https://gittuf.dev/policy/root/v0.2'
const RULES_SCHEMA = 'http://gittuf.dev/policy/rule-file/v0.2'
const ALLOW_RULE = 'gittuf-allow-rule'
const MAX_RULE_FILES = 1000

/**
 * Verifies one state of the policy. The first state is taken at its own word: whoever has better knowledge of the root keys compares
 * them with `root.root.principals`.
 */
export function verifyGittufPolicy(files: GittufPolicyFiles, { trust, previous }: GittufPolicyQuery, trace: Trace): VerifiedGittufPolicy {
  trace.plan(STEPS)
  const root = trace.step('root', STEPS[0][1], (step) => {
    const bytes = fileOf(files, 'root')
    const { payload } = readGittufEnvelope(bytes)
    const claimed = readRoot(asObject(parseStrictJson(payload, 'the root of trust'), 'the root of trust'))
    verifyGittufEnvelope(bytes, { ...claimed.root, trust }, step)
    if (previous !== undefined) verifyGittufEnvelope(bytes, { ...previous.root.root, trust }, step)
    else step.warn('trust-missing', 'the first root of trust is taken at its own word')
    return claimed
  })
  const rules = trace.step('rules', STEPS[1][1], (step) =>
    files.has('metadata/targets.json') ? readRules(files, root, { trust, step }) : [],
  )
  return { root, rules }
}

function fileOf(files: GittufPolicyFiles, name: string): Uint8Array {
  const bytes = files.get(`metadata/${name}.json`)
  if (bytes === undefined) throw new Refused('evidence-missing', `the policy has no ${name} metadata`)
  return bytes
}

function readRoot(fields: JsonObject): GittufRoot {
  const schema = asString(fields['schemaVersion'], 'schemaVersion')
  if (schema !== ROOT_SCHEMA)
    throw new Refused('unsupported-version', 'the root of trust is of a version that is not known', { found: schema })
  const known = readPrincipals(fields['principals'])
  const roles = asObject(fields['roles'], 'roles')
  const apps = Object.entries(asObject(fields['githubApps'] ?? {}, 'githubApps')).filter(
    ([, app]) => asObject(app, 'an app')['trusted'] === true,
  )
  const expires = fields['expires'] === undefined ? null : new Date(asString(fields['expires'], 'expires'))
  return {
    root: readRole(roles['root'], known),
    targets: roles['targets'] === undefined ? null : readRole(roles['targets'], known),
    apps: new Map(apps.map(([name, app]) => [name, readRole(app, known)])),
    expires,
  }
}

function readRole(value: JsonValue | undefined, known: ReadonlyMap<string, GittufPrincipal>): GittufRole {
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

interface RuleContext {
  readonly trust: GittufTrust
  readonly step: Trace
}

/** Rules of the main rule file and of those that its rules delegate to, each before its own. */
function readRules(files: GittufPolicyFiles, root: GittufRoot, { trust, step }: RuleContext): readonly GittufRule[] {
  if (root.targets === null) throw new Refused('policy-not-met', 'there are rules, but the root of trust lets nobody make them')
  const rules: GittufRule[] = []
  const pending: { readonly name: string; readonly role: GittufRole }[] = [{ name: 'targets', role: root.targets }]
  const seen = new Set<string>()
  for (let next = pending.shift(); next !== undefined; next = pending.shift()) {
    if (seen.has(next.name)) throw new Refused('malformed', `the rule file ${JSON.stringify(next.name)} is delegated to twice`)
    if (seen.size === MAX_RULE_FILES) throw new Refused('limit-exceeded', `more than ${MAX_RULE_FILES} rule files`)
    seen.add(next.name)
    const { payload } = verifyGittufEnvelope(fileOf(files, next.name), { ...next.role, trust }, step)
    for (const rule of readRuleFile(payload)) {
      rules.push(rule)
      if (files.has(`metadata/${rule.name}.json`) && rule.name !== 'root') pending.push({ name: rule.name, role: rule })
    }
  }
  return rules
}

function readRuleFile(fields: JsonObject): readonly GittufRule[] {
  const schema = asString(fields['schemaVersion'], 'schemaVersion')
  if (schema !== RULES_SCHEMA)
    throw new Refused('unsupported-version', 'the rule file is of a version that is not known', { found: schema })
  const delegations = asObject(fields['delegations'], 'delegations')
  const known = readPrincipals(delegations['principals'] ?? {})
  return asArray(delegations['roles'], 'roles')
    .map((value) => asObject(value, 'a rule'))
    .filter((rule) => rule['name'] !== ALLOW_RULE)
    .map((rule) => ({
      ...readRole(rule, known),
      name: asString(rule['name'], 'name'),
      paths: asArray(rule['paths'], 'paths').map((path) => asString(path, 'a path')),
      terminating: rule['terminating'] === true,
    }))
}
