import type { Missing } from '../outcome.ts'
import type { ForgeKind } from './forge-address.ts'
import type { ForgeResponse } from './forge-transport.ts'

/** Which right each fact needs, as the forges' documentation names it. */
const RIGHTS: Readonly<Record<ForgeKind, string>> = {
  github: 'read access to administration (fine-grained) or the scope "repo" with the admin role (classic)',
  gitlab: 'the scope "read_api" and the role Maintainer',
  gitea: 'the scope "read:repository" and the role Administrator of the repository',
}

/**
 * Turns a refusal into what is missing. A 404 may mean that the thing is hidden, so it is never taken for "there is none" here;
 * callers that know better look at `notFound`.
 */
export function missingRights(
  { status, headers }: ForgeResponse,
  { what, kind, anonymous }: { readonly what: string; readonly kind: ForgeKind; readonly anonymous: boolean },
): Missing {
  if (status === 401) {
    const remedy = anonymous ? 'give a token' : 'make a new token: this one is wrong, expired or revoked'
    return { what: 'permission', detail: `${what}: the forge does not accept the credentials`, remedy }
  }
  const sso = headers['x-github-sso']
  if (sso !== undefined)
    return {
      what: 'permission',
      detail: `${what}: the organisation asks for single sign-on`,
      remedy: 'authorise the token for the organisation',
    }
  const asked = headers['x-accepted-github-permissions'] ?? headers['x-accepted-oauth-scopes'] ?? ''
  const has = headers['x-oauth-scopes']
  const needed = /^[\w:=,;\s-]{1,200}$/.test(asked) ? asked : ''
  const held = has !== undefined && /^[\w:,\s-]{0,200}$/.test(has) ? `; the token has ${has === '' ? 'no scope' : has}` : ''
  const detail =
    status === 404
      ? `${what}: not there, or hidden from these credentials`
      : `${what}: not shown to these credentials (HTTP status ${status}${held})`
  return { what: 'permission', detail, remedy: anonymous ? 'give a token' : `give a token with ${needed === '' ? RIGHTS[kind] : needed}` }
}
