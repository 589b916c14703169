import { relative, resolve } from 'node:path'
import { usageMissingArgument, usageWrongValue } from '@cupel/model'
import type { FoundConfig } from './config.ts'
import type { OriginInput, OriginRequest, OriginResult } from './verify/components/judge-provenance.ts'

type Origin = Omit<OriginResult, 'state'> & { readonly state: OriginResult['state'] | null }

/** Judges where components come from; null: nobody asked. Verifiers are larger than the rest of a scan, and loaded only here. */
export async function originOf(request: OriginRequest | null, input: OriginInput): Promise<Origin> {
  if (request === null) return { findings: [], problems: [], state: null }
  const { judgeProvenance } = await import('./verify/components/judge-provenance.ts')
  return judgeProvenance(request, input)
}

/**
 * By what to judge, from options before configuration; null when neither names a trust policy. Throws CupelError for options that mean
 * nothing without one: the result would look as if something had been judged.
 */
export function originRequest(
  { trust = {}, only = [] }: { readonly trust?: Partial<OriginRequest>; readonly only?: readonly string[] },
  { config, folder }: FoundConfig,
  cwd: string,
): OriginRequest | null {
  const here = (path: string): string => relative(cwd, resolve(folder, path)) || '.'
  const said = config.trust
  const policy = trust.policy ?? (said.file === null ? undefined : here(said.file))
  if (policy === undefined) {
    if (Object.values(trust).some((one) => !Array.isArray(one) || one.length > 0))
      throw usageMissingArgument('--trust FILE, or trust.file in cupel.toml, beside --evidence and the like', 'scan')
    if (only.includes('provenance')) throw usageWrongValue('--only', 'provenance', 'it needs a trust policy: give one with --trust')
    return null
  }
  const trustedRoot = trust.trustedRoot ?? (said.trustedRoot === null ? undefined : here(said.trustedRoot))
  const registryKeys = trust.registryKeys ?? (said.registryKeys === null ? undefined : here(said.registryKeys))
  const unlogged = trust.unlogged ?? said.unlogged ?? false
  return {
    policy,
    evidence: trust.evidence !== undefined && trust.evidence.length > 0 ? trust.evidence : said.evidence.map(here),
    unlogged,
    ...(trustedRoot === undefined ? {} : { trustedRoot }),
    ...(registryKeys === undefined ? {} : { registryKeys }),
  }
}
