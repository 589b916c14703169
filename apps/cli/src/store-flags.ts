import { join, resolve } from 'node:path'
import { cupelHome } from '@cupel/engine/database'
import { openDatabase, writeLog } from '@cupel/server'
import type { Database } from '@cupel/server'
import { text } from './command.ts'
import type { CommandContext, Flag } from './command.ts'

/** Where the store is, for the commands that work on it. */
export const STORE_FLAGS: Readonly<Record<string, Flag>> = {
  data: { type: 'string', value: 'DIR', help: 'folder of the embedded database (default: server/ in the home of cupel)' },
}

/** An open store, and how it is called in messages. */
export interface OpenStore {
  readonly db: Database
  readonly name: string
}

type Context = Pick<CommandContext, 'flags' | 'env' | 'cwd' | 'stderr'>

/** Folder of the embedded store. */
export function storeFolder({ flags, env, cwd }: Context): string {
  return resolve(cwd, text(flags, 'data') ?? join(cupelHome(env), 'server'))
}

/** The PostgreSQL server that is to be used instead; null: none was set. */
export function storeUrl({ env }: Pick<Context, 'env'>): string | null {
  const url = env['CUPEL_DATABASE_URL']
  return url === undefined || url === '' ? null : url
}

/** Opens the store that the server would use: by CUPEL_DATABASE_URL, or else the embedded one. */
export async function openStore(context: Context): Promise<OpenStore> {
  const url = storeUrl(context)
  return url === null ? openFolder(context) : openServer(url, context)
}

export async function openFolder(context: Context): Promise<OpenStore> {
  const folder = storeFolder(context)
  return { db: await openDatabase({ folder, log: logTo(context) }), name: folder }
}

export async function openServer(url: string, context: Context): Promise<OpenStore> {
  return { db: await openDatabase({ url, log: logTo(context) }), name: withoutPassword(url) }
}

function logTo({ stderr }: Context): ReturnType<typeof writeLog> {
  return writeLog('error', (line) => stderr.write(line))
}

function withoutPassword(url: string): string {
  if (!URL.canParse(url)) return 'the PostgreSQL server'
  const shown = new URL(url)
  shown.password = ''
  shown.search = ''
  return shown.href
}
