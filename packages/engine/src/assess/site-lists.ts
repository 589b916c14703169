import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { known, missing, ossFuzzRepository, readBadgeList, readOssFuzzStatus, repositoryKey } from '@cupel/assess'
import type { BadgeLevel, Fact, ForgeTransport, OssFuzzList, ProjectIdentity } from '@cupel/assess'
import { configInvalid, targetMissing } from '@cupel/model'

/** Where the lists are that neither a clone nor a forge has. */
export interface SiteLists {
  /** OSS-Fuzz's `status.json`, or a clone of its repository. */
  readonly ossFuzz?: string
  /** Entries of the Best Practices Badge site, as its `projects.json` gives them. */
  readonly badges?: string
  /** Folder with `oss-fuzz.json` and `badges.json`, read where there is nothing else; null: none. */
  readonly folder: string | null
}

export interface SiteFacts {
  readonly ossFuzz: Fact<boolean>
  readonly badge: Fact<BadgeLevel>
}

const OSS_FUZZ = 'https://oss-fuzz-build-logs.storage.googleapis.com/status.json'
const BADGES = 'https://www.bestpractices.dev/projects.json'
const FRESH_MS = 86_400_000
const MAX_BYTES = 400_000_000
const REMEDY = 'run where there is a network, or give the list by'

/**
 * What OSS-Fuzz and the badge site say of a repository: by a list that was given, by the site where `transport` may ask it (OSS-Fuzz's list
 * once a day, kept for runs without a network), else by a kept list. No token goes there.
 */
export async function siteFacts(
  { url }: Pick<ProjectIdentity, 'url'>,
  lists: SiteLists,
  transport: ForgeTransport | null,
): Promise<SiteFacts> {
  const key = repositoryKey(url)
  if (key === null) {
    const homeless = missing('evidence', 'the clone does not say where the repository lives', 'assess the URL of the repository')
    return { ossFuzz: homeless, badge: homeless }
  }
  return { ossFuzz: await fuzzed(key, lists, transport), badge: await badged({ key, url }, lists, transport) }
}

async function fuzzed(key: string, lists: SiteLists, transport: ForgeTransport | null): Promise<Fact<boolean>> {
  const list = lists.ossFuzz === undefined ? await keptFuzz(lists, transport) : givenFuzz(lists.ossFuzz)
  return list === null
    ? missing('network', 'the list of OSS-Fuzz projects was not read', `${REMEDY} --oss-fuzz FILE`)
    : known(list.has(key))
}

function givenFuzz(path: string): OssFuzzList {
  const list = isFolder(path) ? fuzzOfClone(path) : readOssFuzzStatus(readGiven(path))
  if (list === null) throw configInvalid(path, 'it is neither OSS-Fuzz’s status.json nor a clone of its repository')
  return list
}

function fuzzOfClone(path: string): OssFuzzList | null {
  const folder = isFolder(join(path, 'projects')) ? join(path, 'projects') : path
  const keys = readdirSync(folder).flatMap((name) => ossFuzzRepository(readKept(join(folder, name, 'project.yaml')) ?? '') ?? [])
  return keys.length === 0 ? null : new Set(keys)
}

async function keptFuzz({ folder }: SiteLists, transport: ForgeTransport | null): Promise<OssFuzzList | null> {
  const file = folder === null ? null : join(folder, 'oss-fuzz.json')
  const kept = file === null ? null : readOssFuzzStatus(readKept(file) ?? '')
  if (transport === null || (kept !== null && file !== null && transport.now().getTime() - statSync(file).mtimeMs < FRESH_MS)) return kept
  const text = await asked(OSS_FUZZ, transport)
  const list = text === null ? null : readOssFuzzStatus(text)
  if (text === null || list === null) return kept
  if (file !== null) keep(file, text)
  return list
}

async function badged(
  { key, url }: { readonly key: string; readonly url: string },
  { badges, folder }: SiteLists,
  transport: ForgeTransport | null,
): Promise<Fact<BadgeLevel>> {
  if (badges !== undefined) {
    const list = readBadgeList(readGiven(badges))
    if (list === null) throw configInvalid(badges, 'it is no list of entries of the badge site (projects.json)')
    return known(list.get(key) ?? 'none')
  }
  const text = transport === null ? null : await asked(`${BADGES}?url=${encodeURIComponent(url)}`, transport)
  const list = readBadgeList(text ?? '') ?? readBadgeList(folder === null ? '' : (readKept(join(folder, 'badges.json')) ?? ''))
  return list === null ? missing('network', 'the badge site was not asked', `${REMEDY} --badges FILE`) : known(list.get(key) ?? 'none')
}

/** Null for every answer but a good one: what a site does not say is unknown, and no reason to try again. */
async function asked(url: string, transport: ForgeTransport): Promise<string | null> {
  try {
    const { status, body } = await transport.send({ method: 'GET', url, headers: { accept: 'application/json', 'user-agent': 'cupel' } })
    return status === 200 ? body : null
  } catch {
    return null
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
}

function readGiven(path: string): string {
  try {
    const stat = statSync(path)
    if (!stat.isFile()) throw new Error('it is no file')
    if (stat.size > MAX_BYTES) throw new Error(`it is over ${MAX_BYTES / 1_000_000} MB`)
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw targetMissing(path, error)
  }
}

function readKept(file: string): string | null {
  try {
    const stat = statSync(file)
    return stat.isFile() && stat.size <= MAX_BYTES ? readFileSync(file, 'utf8') : null
  } catch {
    return null
  }
}

/** Keeping only saves a call: a folder that cannot be written is no failure. */
function keep(file: string, text: string): void {
  const beside = `${file}.${process.pid}.new`
  try {
    mkdirSync(join(file, '..'), { recursive: true, mode: 0o700 })
    writeFileSync(beside, text, { mode: 0o600 })
    renameSync(beside, file)
  } catch {
    rmSync(beside, { force: true })
  }
}
