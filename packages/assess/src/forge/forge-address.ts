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

/**
 * Reads a remote's URL: https, ssh and scp forms. Null when the host is no known forge and `kind` is not given, or when it names no
 * repository. Credentials and ports of ssh are dropped; a port of https stays.
 */
export function forgeAddress(remote: string, kind?: ForgeKind): ForgeAddress | null {
  const scp = /^(?:[^@\s/]{1,100}@)?([A-Za-z0-9.-]{1,253}):(?!\/)([^\s]{1,1000})$/.exec(remote)
  const url = scp === null ? parsedUrl(remote) : { scheme: 'https', host: scp[1] as string, path: scp[2] as string }
  if (url === null) return null
  const host = url.host.toLowerCase()
  const found = kind ?? KNOWN[host] ?? (host.startsWith('gitlab.') ? 'gitlab' : null)
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

function parsedUrl(text: string): { readonly scheme: string; readonly host: string; readonly path: string } | null {
  let url: URL
  try {
    url = new URL(text)
  } catch {
    return null
  }
  if (url.protocol === 'ssh:' || url.protocol === 'git:') return { scheme: 'https', host: url.hostname, path: url.pathname }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return null
  return { scheme: url.protocol.slice(0, -1), host: url.host, path: url.pathname }
}

function apiRoot(kind: ForgeKind, web: string, host: string): string {
  if (kind === 'gitlab') return `${web}/api/v4`
  if (kind === 'gitea') return `${web}/api/v1`
  return host === 'github.com' ? 'https://api.github.com' : `${web}/api/v3`
}
