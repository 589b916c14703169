import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { cupelHome } from '@cupel/advisory'
import { rootExpiry } from '@cupel/provenance'

/** Where updated trust lies. */
export function trustFolder(env: Readonly<Record<string, string | undefined>>): string {
  return join(cupelHome(env), 'trust')
}

/** What an update left behind. */
export interface UpdatedTrust {
  readonly trustedRoot: Buffer
  readonly signingConfig: Buffer | null
  readonly updatedAt: Date
  /** Until when the keepers of the root stand by it. */
  readonly expires: Date
}

/** Whether an update left something behind that cannot be read any more: then the shipped trust counts, which may be older. */
export function isDamaged(env: Readonly<Record<string, string | undefined>>): boolean {
  return existsSync(join(trustFolder(env), 'updated.json')) && updatedTrust(env) === null
}

/** The trust that `cupel trust update` fetched last; null when it never ran, or is damaged: the shipped trust stays. */
export function updatedTrust(env: Readonly<Record<string, string | undefined>>): UpdatedTrust | null {
  const folder = trustFolder(env)
  const mark = join(folder, 'updated.json')
  if (!existsSync(mark)) return null
  try {
    const { updatedAt } = JSON.parse(readFileSync(mark, 'utf8')) as { readonly updatedAt?: unknown }
    const at = new Date(typeof updatedAt === 'string' ? updatedAt : Number.NaN)
    if (Number.isNaN(at.getTime())) return null
    const config = join(folder, 'signing_config.json')
    return {
      trustedRoot: readFileSync(join(folder, 'trusted_root.json')),
      signingConfig: existsSync(config) ? readFileSync(config) : null,
      updatedAt: at,
      expires: rootExpiry(readFileSync(join(folder, 'metadata', 'root.json'))),
    }
  } catch {
    return null
  }
}
