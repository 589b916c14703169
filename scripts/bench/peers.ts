import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, cpSync } from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, join } from 'node:path'

/** Another tool that does a part of the same job on the same input, found on this machine. */
export interface Peer {
  /** Name, version and what it is asked to do. */
  readonly name: string
  readonly command: readonly string[]
  readonly env: Readonly<Record<string, string>>
}

/** A peer that is not run here. */
export interface MissingPeer {
  readonly name: string
  readonly reason: string
}

interface PeerOptions {
  readonly records: string
  readonly work: string
}

/**
 * The peers, ready to run offline, and those that cannot be run with the reason: osv-scanner on the very records cupel's database was
 * made from, syft for the list of components only, grype and trivy where they have a database of their own makers. Programs are
 * looked for on the PATH and, before it, in the folders that `CUPEL_PEERS` names.
 */
export function peersFor(
  target: string,
  options: PeerOptions,
): { readonly found: readonly Peer[]; readonly missing: readonly MissingPeer[] } {
  const folders = process.env['CUPEL_PEERS']
  if (folders !== undefined) process.env['PATH'] = `${folders}${delimiter}${process.env['PATH'] ?? ''}`
  const peers = [osvScanner(target, options), syft(target), grype(target), trivy(target)]
  return {
    found: peers.filter((peer): peer is Peer => 'command' in peer),
    missing: peers.filter((peer): peer is MissingPeer => 'reason' in peer),
  }
}

const ABSENT = 'not on the PATH, nor in CUPEL_PEERS'

function osvScanner(target: string, { records, work }: PeerOptions): Peer | MissingPeer {
  const version = versionOf('osv-scanner', ['--version'])
  if (version === null) return { name: 'osv-scanner', reason: ABSENT }
  if (!existsSync(records)) return { name: 'osv-scanner', reason: `no records in ${records}` }
  const folder = offlineRecords(records, join(work, 'osv-scanner-db'))
  return {
    name: `osv-scanner ${version}, offline, same records`,
    command: ['osv-scanner', 'scan', 'source', '--offline', '--no-ignore', '--format', 'json', '-r', target],
    env: { OSV_SCANNER_LOCAL_DB_CACHE_DIRECTORY: folder, OSV_SCALIBR_LOCAL_DB_CACHE_DIRECTORY: folder },
  }
}

function syft(target: string): Peer | MissingPeer {
  const version = versionOf('syft', ['version'])
  if (version === null) return { name: 'syft', reason: ABSENT }
  return {
    name: `syft ${version}, components only`,
    command: ['syft', 'scan', `dir:${target}`, '-o', 'json', '-q'],
    env: { SYFT_CHECK_FOR_APP_UPDATE: 'false' },
  }
}

function grype(target: string): Peer | MissingPeer {
  const version = versionOf('grype', ['version'])
  if (version === null) return { name: 'grype', reason: ABSENT }
  const env = { GRYPE_CHECK_FOR_APP_UPDATE: 'false', GRYPE_DB_AUTO_UPDATE: 'false' }
  if (spawnSync('grype', ['db', 'status'], { stdio: 'ignore', env: { ...process.env, ...env } }).status !== 0)
    return { name: `grype ${version}`, reason: 'it has no database here, and only its makers make one' }
  return { name: `grype ${version}, offline, its own records`, command: ['grype', `dir:${target}`, '-o', 'json', '-q'], env }
}

function trivy(target: string): Peer | MissingPeer {
  const version = versionOf('trivy', ['--version'])
  if (version === null) return { name: 'trivy', reason: ABSENT }
  const cache = process.env['TRIVY_CACHE_DIR'] ?? join(homedir(), '.cache', 'trivy')
  if (!existsSync(join(cache, 'db', 'trivy.db')))
    return { name: `trivy ${version}`, reason: 'it has no database here, and only its makers make one' }
  return {
    name: `trivy ${version}, offline, its own records`,
    command: ['trivy', 'fs', '--scanners', 'vuln', '--offline-scan', '--skip-db-update', '--format', 'json', '--quiet', target],
    env: {},
  }
}

/** Version of a program on the PATH as it tells it; null: it is not there. */
export function versionOf(program: string, args: readonly string[]): string | null {
  const { status, stdout } = spawnSync(program, args, { encoding: 'utf8' })
  return status === 0 ? (/\d+\.\d+\.\d+/.exec(stdout)?.[0] ?? 'of unknown version') : null
}

/** The layout osv-scanner looks for: one archive an ecosystem, under a folder of its own name (it has had two). */
function offlineRecords(records: string, folder: string): string {
  for (const name of ['osv-scanner', 'osv-scalibr']) {
    for (const ecosystem of readdirSync(records)) {
      const archive = join(records, ecosystem, 'all.zip')
      const place = join(folder, name, ecosystem)
      if (!existsSync(archive) || existsSync(join(place, 'all.zip'))) continue
      mkdirSync(place, { recursive: true })
      cpSync(archive, join(place, 'all.zip'))
    }
  }
  return folder
}
