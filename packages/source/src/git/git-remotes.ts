import type { GitSetting } from './git-config.ts'

export interface GitRemote {
  readonly name: string
  /** As configured, user information and secrets in queries taken out. */
  readonly url: string
}

/** The remotes that a configuration states, first URL of each. `insteadOf` and `pushurl` are not applied. */
export function remotesOf(settings: readonly GitSetting[]): readonly GitRemote[] {
  const remotes = new Map<string, string>()
  for (const [key, value] of settings) {
    if (!key.startsWith('remote.') || !key.endsWith('.url')) continue
    const name = key.slice('remote.'.length, -'.url'.length)
    if (!remotes.has(name)) remotes.set(name, withoutCredentials(value))
  }
  return [...remotes].map(([name, url]) => ({ name, url }))
}

/** A URL without user information (except the user of ssh, which is no secret), query and fragment. scp-like addresses stay. */
export function withoutCredentials(url: string): string {
  const clean = url.replaceAll(/\p{Cc}/gu, '')
  const match = /^([a-z][a-z0-9+.-]{0,20}):\/\/([^/?#]*)([^?#]*)/i.exec(clean)
  if (match === null) return clean
  const [, scheme = '', authority = '', path = ''] = match
  const at = authority.lastIndexOf('@')
  const host = authority.slice(at + 1)
  const user = at < 0 ? '' : (authority.slice(0, at).split(':', 1)[0] as string)
  return `${scheme}://${/^(?:ssh|git\+ssh)$/i.test(scheme) && user !== '' ? user + '@' : ''}${host}${path}`
}
