import { relative, resolve } from 'node:path'
import { usageMissingArgument, usageWrongValue } from '@cupel/model'
import type { FoundConfig } from '../config.ts'
import type { UnknownPolicy } from './policy-exit-code.ts'

/** Which policies a scan is judged by. */
export interface PolicyRequest {
  /** Names of shipped packs, or paths. */
  readonly packs: readonly string[]
  /** Files of assessments, verifications and facts. */
  readonly evidence: readonly string[]
  readonly unknown: UnknownPolicy
}

/**
 * By what to judge, from options before configuration; null when neither names a pack. Throws CupelError for options that mean nothing
 * without one.
 */
export function policyRequest(
  policy: Partial<PolicyRequest> | undefined,
  { config, folder }: FoundConfig,
  cwd: string,
): PolicyRequest | null {
  const { packs = [], evidence = [], unknown } = policy ?? {}
  if (packs.some((name) => name.trim() === '')) throw usageWrongValue('--policy', '', 'the name of a pack, or a path')
  const said = config.policy
  const here = (path: string): string => relative(cwd, resolve(folder, path))
  const named = packs.length > 0 ? packs : said.packs.map((name) => (/[/\\.]/.test(name) ? `./${here(name)}` : name))
  if (named.length > 0) {
    return { packs: named, evidence: [...evidence, ...said.evidence.map(here)], unknown: unknown ?? said.unknown ?? 'fail' }
  }
  if (evidence.length > 0 || unknown !== undefined)
    throw usageMissingArgument('--policy PACK, beside --policy-evidence and --policy-unknown', 'scan')
  return null
}
