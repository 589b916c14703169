import type { JsonObject } from '../encoding/json-value.ts'
import { asArray, asObject, asString } from '../encoding/json-value.ts'
import { Refused } from '../verdict/refused.ts'
import { compileGittufPattern } from './gittuf-pattern.ts'
import type { GittufPrincipal } from './gittuf-principal.ts'
import { readPrincipals } from './gittuf-principal.ts'
import type { GittufRole } from './gittuf-role.ts'
import { readGittufRole, versionOfGittuf } from './gittuf-role.ts'

/** Whoever changes something that the rule matches must be one of the principals. */
export interface GittufRule extends GittufRole {
  readonly name: string
  /** `git:refs/heads/main`, `file:src/*`. */
  readonly paths: readonly string[]
  readonly matches: (target: string) => boolean
  /** Rules after it in its own file do not speak of what it matches. */
  readonly terminating: boolean
  /** Rules that the principals of this one made; they speak only of what it matches too. */
  readonly delegated: readonly GittufRule[]
}

/** A rule file as its payload states it; its signatures are not looked at here. */
export interface GittufRuleFile {
  readonly rules: readonly (Omit<GittufRule, 'delegated'> & { readonly delegated: GittufRule[] })[]
  /** Everybody its rules may name: those of its own, and those that the files above it define. */
  readonly known: ReadonlyMap<string, GittufPrincipal>
  readonly version: number
}

const RULES_SCHEMA = 'http://gittuf.dev/policy/rule-file/v0.2'
const ALLOW_RULE = 'gittuf-allow-rule'

/** Reads the payload of a rule file, version 0.2. */
export function readGittufRuleFile(fields: JsonObject, above: ReadonlyMap<string, GittufPrincipal>): GittufRuleFile {
  const schema = asString(fields['schemaVersion'], 'schemaVersion')
  if (schema !== RULES_SCHEMA)
    throw new Refused('unsupported-version', 'the rule file is of a version that is not known', { found: schema })
  const delegations = asObject(fields['delegations'], 'delegations')
  const known = new Map([...above, ...readPrincipals(delegations['principals'] ?? {})])
  const rules = asArray(delegations['roles'], 'roles')
    .map((value) => asObject(value, 'a rule'))
    .filter((rule) => rule['name'] !== ALLOW_RULE)
    .map((rule) => readRule(rule, known))
  return { rules, known, version: versionOfGittuf(fields) }
}

function readRule(fields: JsonObject, known: ReadonlyMap<string, GittufPrincipal>): GittufRuleFile['rules'][number] {
  const paths = asArray(fields['paths'], 'paths').map((path) => asString(path, 'a path'))
  const patterns = paths.map(compileGittufPattern)
  return {
    ...readGittufRole(fields, known),
    name: asString(fields['name'], 'name'),
    paths,
    matches: (target) => patterns.some((pattern) => pattern(target)),
    terminating: fields['terminating'] === true,
    delegated: [],
  }
}

/** The rules that speak of a target, `git:…` or `file:…`: one of them must be met. None: it is not protected. */
export function gittufRulesFor(rules: readonly GittufRule[], target: string): readonly GittufRule[] {
  const found: GittufRule[] = []
  for (const rule of rules) {
    if (!rule.matches(target)) continue
    found.push(rule, ...gittufRulesFor(rule.delegated, target))
    if (rule.terminating) break
  }
  return found
}

/** Every rule, those of delegated files too. */
export function allGittufRules(rules: readonly GittufRule[]): readonly GittufRule[] {
  return rules.flatMap((rule) => [rule, ...allGittufRules(rule.delegated)])
}
