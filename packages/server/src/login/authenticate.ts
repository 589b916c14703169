import { HttpProblem } from '../api/problem-details.ts'
import type { Viewer } from '../api/viewer.ts'
import type { Services } from '../services.ts'
import { NOBODY, viewerOf } from './access-map.ts'
import { accountRules, scopeRules } from './account-rules.ts'
import { findToken } from './api-token.ts'
import { demoAccount } from './demo-account.ts'
import { findSession } from './session.ts'
import type { SessionRecord } from './session.ts'

/** Who a request is from, and how that is known. */
export interface Caller {
  readonly viewer: Viewer
  readonly session: SessionRecord | null
  readonly way: 'nobody' | 'session' | 'token' | 'demo'
}

export interface Credentials {
  readonly authorization: string | undefined
  readonly cookie: string | undefined
  /** Without credentials, everybody is the demonstration's administrator. */
  readonly demo: boolean
}

/** Finds out who asks. Wrong credentials are refused, never taken for none. */
export async function authenticate(services: Services, { authorization, cookie, demo }: Credentials): Promise<Caller> {
  if (authorization !== undefined) return { viewer: await tokenViewer(services, authorization), session: null, way: 'token' }
  const session = cookie === undefined ? null : await findSession(services, cookie)
  if (session !== null) {
    const { rules, organisations } = await accountRules(services.db, session.accountId, null)
    const identity = { actor: `account:${session.accountId}`, accountId: session.accountId, name: session.accountName }
    return { viewer: viewerOf(identity, rules, organisations), session, way: 'session' }
  }
  if (!demo) return { viewer: NOBODY, session: null, way: 'nobody' }
  const account = await demoAccount(services)
  const { rules, organisations } = await accountRules(services.db, account.id, null)
  const identity = { actor: `account:${account.id}`, accountId: account.id, name: account.name }
  return { viewer: viewerOf(identity, rules, organisations), session: null, way: 'demo' }
}

async function tokenViewer(services: Services, authorization: string): Promise<Viewer> {
  const [, text] = /^Bearer ([\x21-\x7e]{1,200})$/i.exec(authorization) ?? []
  const token = text === undefined ? null : await findToken(services, text)
  if (token === null) throw new HttpProblem(401, 'token-refused', 'this token is not valid: unknown, expired or revoked')
  const access = token.accountId === null ? await scopeRules(services.db, token) : await accountRules(services.db, token.accountId, token)
  return viewerOf({ actor: `token:${token.id}`, accountId: token.accountId, name: token.name }, access.rules, access.organisations)
}
