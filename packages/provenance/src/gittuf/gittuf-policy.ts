import { asObject } from '../encoding/json-value.ts'
import { parseStrictJson } from '../encoding/strict-json.ts'
import { Refused } from '../verdict/refused.ts'
import type { Trace } from '../verdict/trace.ts'
import type { GittufPrincipal } from './gittuf-principal.ts'
import type { GittufRole } from './gittuf-role.ts'
import type { GittufRoot } from './gittuf-root.ts'
import { readGittufRoot } from './gittuf-root.ts'
import type { GittufRule } from './gittuf-rule.ts'
import { readGittufRuleFile } from './gittuf-rule.ts'
import type { GittufTrust } from './verify-gittuf-envelope.ts'
import { readGittufEnvelope, verifyGittufEnvelope } from './verify-gittuf-envelope.ts'

/** A state of the policy whose every part is signed as the root of trust demands. */
export interface VerifiedGittufPolicy {
  readonly root: GittufRoot
  /** Of the main rule file; those of delegated files hang below them. */
  readonly rules: readonly GittufRule[]
  /** Everybody whom the root or the main rule file defines. */
  readonly principals: readonly GittufPrincipal[]
  /** Numbers of the metadata files that are part of it, by name. */
  readonly versions: ReadonlyMap<string, number>
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
  ['version', 'it is no older than the one before'],
] as const

const MAX_RULE_FILES = 1000

/**
 * Verifies one state of the policy. The first state is taken at its own word: whoever has better knowledge of the root keys compares
 * them with `root.root.principals`. Refuses a state that is older than the one before by the number of any of its files, or lacks one.
 */
export function verifyGittufPolicy(files: GittufPolicyFiles, { trust, previous }: GittufPolicyQuery, trace: Trace): VerifiedGittufPolicy {
  trace.plan(STEPS)
  const root = trace.step('root', STEPS[0][1], (step) => {
    const bytes = fileOf(files, 'root')
    const { payload } = readGittufEnvelope(bytes)
    const claimed = readGittufRoot(asObject(parseStrictJson(payload, 'the root of trust'), 'the root of trust'))
    verifyGittufEnvelope(bytes, { ...claimed.root, trust }, step)
    if (previous !== undefined) verifyGittufEnvelope(bytes, { ...previous.root.root, trust }, step)
    else step.warn('trust-missing', 'the first root of trust is taken at its own word')
    return claimed
  })
  const versions = new Map([['root', root.version]])
  const { rules, known } = trace.step('rules', STEPS[1][1], (step) =>
    files.has('metadata/targets.json') ? readRules(files, root, { trust, step, versions }) : { rules: [], known: [] },
  )
  trace.step('version', STEPS[2][1], () => {
    if (previous !== undefined) refuseOlder(files, versions, previous.versions)
  })
  return { root, rules, principals: [...root.principals, ...known], versions }
}

function fileOf(files: GittufPolicyFiles, name: string): Uint8Array {
  const bytes = files.get(`metadata/${name}.json`)
  if (bytes === undefined) throw new Refused('evidence-missing', `the policy has no ${name} metadata`)
  return bytes
}

interface RuleContext {
  readonly trust: GittufTrust
  readonly step: Trace
  readonly versions: Map<string, number>
}

interface RulesRead {
  readonly rules: readonly GittufRule[]
  /** Of the main rule file. */
  readonly known: readonly GittufPrincipal[]
}

interface PendingFile {
  readonly name: string
  readonly role: GittufRole
  readonly known: ReadonlyMap<string, GittufPrincipal>
  readonly into: GittufRule[]
}

/** Rules of the main rule file and of those that its rules delegate to. */
function readRules(files: GittufPolicyFiles, root: GittufRoot, { trust, step, versions }: RuleContext): RulesRead {
  if (root.targets === null) throw new Refused('policy-not-met', 'there are rules, but the root of trust lets nobody make them')
  const rules: GittufRule[] = []
  let known: readonly GittufPrincipal[] = []
  const pending: PendingFile[] = [{ name: 'targets', role: root.targets, known: new Map(), into: rules }]
  const names = new Set<string>(['root', 'targets'])
  for (let next = pending.shift(); next !== undefined; next = pending.shift()) {
    if (versions.size > MAX_RULE_FILES) throw new Refused('limit-exceeded', `more than ${MAX_RULE_FILES} rule files`)
    const { payload } = verifyGittufEnvelope(fileOf(files, next.name), { ...next.role, trust }, step)
    const file = readGittufRuleFile(payload, next.known)
    versions.set(next.name, file.version)
    if (next.into === rules) known = [...file.known.values()]
    for (const rule of file.rules) {
      if (names.has(rule.name)) throw new Refused('malformed', `two rules, or a rule and a role, are called ${JSON.stringify(rule.name)}`)
      names.add(rule.name)
      next.into.push(rule)
      if (files.has(`metadata/${rule.name}.json`)) pending.push({ name: rule.name, role: rule, known: file.known, into: rule.delegated })
    }
  }
  return { rules, known }
}

/** Signatures of an older state hold as well as ever; its numbers are what tells it. */
function refuseOlder(files: GittufPolicyFiles, versions: ReadonlyMap<string, number>, before: ReadonlyMap<string, number>): void {
  for (const [name, version] of before) {
    const found = versions.get(name)
    const isGone = found === undefined && !files.has(`metadata/${name}.json`)
    if (!isGone && (found === undefined || found >= version)) continue
    throw new Refused('rollback', `the policy goes back behind the one before: its ${name} metadata`, {
      expected: `version ${version} or newer`,
      found: isGone ? 'no such file' : `version ${found}`,
      remedy: 'find out who logged an older state of refs/gittuf/policy',
    })
  }
}
