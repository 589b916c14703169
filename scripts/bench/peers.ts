import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'

/** Another tool that does a part of the same job on the same input, found on this machine. */
export interface Peer {
  /** Name, version and what it is asked to do. */
  readonly name: string
  readonly command: readonly string[]
  readonly env: Readonly<Record<string, string>>
}

/**
 * The peers whose programs are on the PATH, ready to run offline: osv-scanner on the very records cupel's database was made from, syft
 * for the list of components only. grype and trivy match against databases of their own makers, which cannot be made here.
 */
export function peersFor(target: string, options: { records: string; work: string }): readonly Peer[] {
  const found: Peer[] = []
  const osv = versionOf('osv-scanner', ['--version'])
  if (osv !== null && existsSync(options.records)) {
    const folder = offlineRecords(options.records, join(options.work, 'osv-scanner-db'))
    found.push({
      name: `osv-scanner ${osv}, offline, same records`,
      command: ['osv-scanner', 'scan', 'source', '--offline', '--no-ignore', '--format', 'json', '-r', target],
      env: { OSV_SCANNER_LOCAL_DB_CACHE_DIRECTORY: folder, OSV_SCALIBR_LOCAL_DB_CACHE_DIRECTORY: folder },
    })
  }
  const syft = versionOf('syft', ['version'])
  if (syft !== null) {
    found.push({
      name: `syft ${syft}, components only`,
      command: ['syft', 'scan', `dir:${target}`, '-o', 'json', '-q'],
      env: { SYFT_CHECK_FOR_APP_UPDATE: 'false' },
    })
  }
  return found
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
      symlinkSync(archive, join(place, 'all.zip'))
    }
  }
  return folder
}
