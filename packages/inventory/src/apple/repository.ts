/** Host and path of a repository; credentials, scheme and `.git` left out. */
export interface Repository {
  readonly host: string
  /** Without leading and trailing `/`. */
  readonly path: string
}

const URL_FORM = /^(?:git\+)?([a-z][a-z0-9+.-]*):\/\/(?:[^/?#@]*@)?([^/?#]+)\/([^?#]+)/i
const SCP = /^(?:[A-Za-z0-9._-]+@)?([A-Za-z0-9.-]+):(?!\/\/)(.+)$/

/** Reads `https://host/owner/repo.git`, `ssh://git@host/…` and `git@host:owner/repo`; null for local paths and everything else. */
export function parseRepository(url: string): Repository | null {
  const match = URL_FORM.exec(url)
  if (match !== null) return match[1] === 'file' ? null : repository(match[2] as string, match[3] as string)
  const scp = SCP.exec(url)
  return scp === null ? null : repository(scp[1] as string, scp[2] as string)
}

function repository(host: string, path: string): Repository | null {
  const parts = path.split('/').filter((part) => part !== '' && part !== '.' && part !== '..')
  const joined = parts.join('/')
  const bare = joined.endsWith('.git') ? joined.slice(0, -4) : joined
  return bare === '' ? null : { host: host.toLowerCase(), path: bare }
}
