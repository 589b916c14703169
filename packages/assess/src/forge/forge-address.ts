export type ForgeKind = 'github' | 'gitlab' | 'gitea'

/** Where a repository lives on a forge. */
export interface ForgeAddress {
  readonly kind: ForgeKind
  /** Web address of the forge, without a slash at the end. */
  readonly web: string
  /** Root of its API, without a slash at the end. */
  readonly api: string
  /** Owner, or nested groups on GitLab. */
  readonly owner: string
  readonly name: string
}

const KNOWN: Readonly<Record<string, ForgeKind>> = {
  'github.com': 'github',
  'gitlab.com': 'gitlab',
  'codeberg.org': 'gitea',
  'gitea.com': 'gitea',
}

/** Kinds of self-hosted forges by host, with its port where it has one; lower case. Only the user says them, never a clone. */
export type ForgeHosts = ReadonlyMap<string, ForgeKind>

/**
 * Reads a remote's URL: https, ssh and scp forms. Null when the host is no known forge and nobody said its kind, or when it names no
 * repository. Credentials and ports of ssh are dropped; a port of https stays, and is added where the user said the host with one.
 */
export function forgeAddress(remote: string, kind?: ForgeKind | ForgeHosts): ForgeAddress | null {
  const scp = /^(?:[^@\s/]{1,100}@)?([A-Za-z0-9.-]{1,253}):(?!\/)([^\s]{1,1000})$/.exec(remote)
  const url = scp === null ? parsedUrl(remote) : { scheme: 'https', host: scp[1] as string, path: scp[2] as string, portless: true }
  if (url === null) return null
  const hosts = typeof kind === 'object' ? kind : NO_HOSTS
  const host = url.portless ? withPort(url.host.toLowerCase(), hosts) : url.host.toLowerCase()
  const found = typeof kind === 'string' ? kind : kindOf(host, hosts)
  if (found === null) return null
  const parts = url.path
    .replace(/\.git\/?$/, '')
    .split('/')
    .filter((part) => part !== '')
  if (
    parts.length < 2 ||
    (found !== 'gitlab' && parts.length > 2) ||
    parts.some((part) => !/^[\w.-]{1,255}$/.test(part) || /^\.+$/.test(part))
  )
    return null
  const web = `${url.scheme}://${host}`
  return { kind: found, web, api: apiRoot(found, web, host), owner: parts.slice(0, -1).join('/'), name: parts.at(-1) as string }
}

const NO_HOSTS: ForgeHosts = new Map()
/** GitHub Enterprise Cloud with its data in one region has names of its own under this domain. */
const GITHUB_CLOUD = '.ghe.com'

function kindOf(host: string, hosts: ForgeHosts): ForgeKind | null {
  const known = Object.hasOwn(KNOWN, host) ? KNOWN[host] : undefined
  return known ?? hosts.get(host) ?? (host.startsWith('gitlab.') ? 'gitlab' : host.endsWith(GITHUB_CLOUD) ? 'github' : null)
}

/** The host as the user said it, where its ssh name leaves only one. */
function withPort(host: string, hosts: ForgeHosts): string {
  if (hosts.has(host)) return host
  const said = [...hosts.keys()].filter((one) => one.replace(/:\d+$/, '') === host)
  return said.length === 1 ? (said[0] as string) : host
}

interface RemoteUrl {
  readonly scheme: string
  readonly host: string
  readonly path: string
  /** The address of the web pages may have a port that this one does not tell. */
  readonly portless: boolean
}

function parsedUrl(text: string): RemoteUrl | null {
  let url: URL
  try {
    url = new URL(text)
  } catch {
    return null
  }
  if (url.protocol === 'ssh:' || url.protocol === 'git:') return { scheme: 'https', host: url.hostname, path: url.pathname, portless: true }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return null
  return { scheme: url.protocol.slice(0, -1), host: url.host, path: url.pathname, portless: false }
}

function apiRoot(kind: ForgeKind, web: string, host: string): string {
  if (kind === 'gitlab') return `${web}/api/v4`
  if (kind === 'gitea') return `${web}/api/v1`
  return host === 'github.com' || host.endsWith(GITHUB_CLOUD) ? `https://api.${host}` : `${web}/api/v3`
}
