/** Name and version in a key of `packages` or `snapshots`; version is empty where the key holds a place instead (`file:`, a URL). */
export interface PnpmKey {
  readonly name: string
  readonly version: string
  /** What stands in the place of the version (`file:…`, `https://…`, `runtime:…`); empty for a registry package. */
  readonly place: string
}

/**
 * Reads a package key of any lockfileVersion: `/name/1.0.0_peers` (5), `/name@1.0.0(peers)` (6, 7), `name@1.0.0(peers)` (9);
 * before version 9 a key may start with the host of a registry, and keys of other sources are addresses without a name.
 */
export function readPnpmKey(key: string, major: number): PnpmKey {
  const bare = withoutPeers(key)
  return major < 6 ? readSlashKey(bare) : readAtKey(bare)
}

/** The key without its `(peer@1.0.0)(…)` suffixes. */
export function withoutPeers(key: string): string {
  const open = key.indexOf('(')
  return open < 0 ? key : key.slice(0, open)
}

function readAtKey(bare: string): PnpmKey {
  const key = bare.startsWith('/') ? bare.slice(1) : bare
  const at = key.indexOf('@', 1)
  if (at < 0) return { name: '', version: '', place: bare }
  const name = key.slice(0, at)
  const rest = key.slice(at + 1)
  const host = hostAndName(name)
  if (host === null) return { name: '', version: '', place: bare }
  return isPlace(rest) ? { name: host, version: '', place: rest } : { name: host, version: rest, place: '' }
}

/** `registry.example/foo@1.0.0` was written for packages of another registry (before version 9). */
function hostAndName(name: string): string | null {
  const slash = name.indexOf('/')
  if (slash < 0 || (name.startsWith('@') && !name.includes('/', slash + 1))) return name
  const parts = name.split('/')
  const scoped = parts.at(-2)?.startsWith('@') === true
  const size = scoped ? 2 : 1
  const host = parts.slice(0, -size)
  if (host.length === 0) return name
  if (host.length > 1 || name.includes(':') || !/[.+]/.test(host[0] ?? '')) return null
  return parts.slice(-size).join('/')
}

function readSlashKey(bare: string): PnpmKey {
  const parts = bare.replace(/^\//, '').split('/')
  const version = parts.at(-1) ?? ''
  const scoped = parts.at(-3)?.startsWith('@') === true
  const name = parts.slice(scoped ? -3 : -2, -1).join('/')
  const host = parts.slice(0, scoped ? -3 : -2)
  if (name === '' || !/^\d+\.\d+\.\d+/.test(version) || host.length > 1) return { name: '', version: '', place: bare }
  if (host.length === 1 && !/[.+]/.test(host[0] ?? '')) return { name: '', version: '', place: bare }
  const peers = version.indexOf('_')
  return { name, version: peers < 0 ? version : version.slice(0, peers), place: '' }
}

function isPlace(text: string): boolean {
  return /^(?:file|link|https?|git\+|git:|ssh|runtime|workspace|jsr|github|gitlab|bitbucket)(?::|\+)/.test(text) || text.includes('/')
}
