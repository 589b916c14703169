import { readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { ForgeHosts, ForgeKind } from '@cupel/assess'
import { readToml } from '@cupel/formats'
import { configInvalid, usageWrongValue } from '@cupel/model'
import { findConfig } from '../config.ts'

const KINDS: readonly ForgeKind[] = ['github', 'gitlab', 'gitea']
const PUBLIC = new Set(['github.com', 'gitlab.com', 'codeberg.org', 'gitea.com', 'api.github.com'])
const HOST = /^(?=.{1,260}$)[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?(?::\d{1,5})?$/

/**
 * Self-hosted forges that the user named: `HOST=KIND` of the command line over `[forge] hosts` of the configuration in force (the user's
 * own, never that of the assessed tree). Throws CupelError for what is neither.
 */
export async function forgeHosts(stated: readonly string[], cwd: string): Promise<ForgeHosts> {
  const hosts = new Map(await configured(cwd))
  for (const one of stated) {
    const [, host = '', kind = ''] = /^([^=]{1,300})=(\w{1,20})$/.exec(one) ?? []
    const entry = entryOf(host, kind)
    if (entry === null) throw usageWrongValue('--forge-host', one, `HOST=KIND of a self-hosted forge; kinds: ${KINDS.join(', ')}`)
    hosts.set(...entry)
  }
  return hosts
}

function entryOf(host: string, kind: unknown): readonly [string, ForgeKind] | null {
  const lower = host.toLowerCase()
  const known = KINDS.find((one) => one === kind)
  return known !== undefined && HOST.test(lower) && !PUBLIC.has(lower.replace(/:\d+$/, '')) ? [lower, known] : null
}

async function configured(cwd: string): Promise<readonly (readonly [string, ForgeKind])[]> {
  // Finding it also holds the rest of the file against its rules.
  const { folder } = await findConfig(cwd, undefined)
  const file = join(folder, 'cupel.toml')
  const text = readText(file)
  if (text === null || !/^\s{0,20}\[?forge\b/m.test(text)) return []
  const shown = relative(cwd, file)
  const forge = tableOf(readToml(text), 'forge')
  const hosts = forge === null ? null : tableOf(forge, 'hosts')
  const unknown = forge === null ? undefined : Object.keys(forge).find((key) => key !== 'hosts')
  if (unknown !== undefined) throw configInvalid(shown, `unknown key "${unknown}" in forge; there is hosts`)
  if (hosts === null) throw configInvalid(shown, 'forge.hosts must be a table of kinds by host')
  return Object.entries(hosts).map(([host, kind]) => {
    const entry = entryOf(host, kind)
    if (entry === null)
      throw configInvalid(shown, `forge.hosts: ${JSON.stringify(host)} must be a self-hosted forge and its kind one of ${KINDS.join(', ')}`)
    return entry
  })
}

function tableOf(value: unknown, key: string): Readonly<Record<string, unknown>> | null {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return null
  const table: unknown = Reflect.get(value, key)
  return typeof table === 'object' && table !== null && !Array.isArray(table) ? (table as Record<string, unknown>) : null
}

function readText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}
