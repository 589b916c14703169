import { decodeJwt, errors, jwtVerify } from 'jose'
import type { JWTPayload } from 'jose'
import { HttpProblem } from '../api/problem-details.ts'
import { writeAudit } from '../audit/write-audit.ts'
import type { Services } from '../services.ts'
import type { Queryable } from '../store/database.ts'
import { newTokenText, tokenPrefix } from './api-token-text.ts'
import { claimsCondition } from './claims-condition.ts'
import type { IssuerKeys } from './issuer-keys.ts'
import { markUsed } from './one-time.ts'
import { secretDigest } from './secret.ts'

const LIFE_MS = 15 * 60_000
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA']

interface Trust {
  readonly id: number
  readonly org_id: number
  readonly name: string
  readonly audience: string
  readonly condition: string
  readonly scopes: readonly string[]
  readonly project_id: number | null
}

export interface Exchanged {
  readonly token: string
  readonly expires: string
  readonly scopes: string[]
}

/**
 * A short-lived API token for the OIDC token of a CI job (in the manner of RFC 8693), when a trust of the organisation names its
 * issuer and audience and its condition holds for the claims. Each token is exchanged once. Every refusal reads alike, so that
 * nobody learns which organisations and trusts there are.
 */
export async function exchangeToken(
  services: Services,
  keys: IssuerKeys,
  request: { readonly organisation: string; readonly subjectToken: string },
): Promise<Exchanged> {
  const issuer = issuerOf(request.subjectToken)
  const trusts = await services.db.query<Trust>(
    `SELECT t.id, t.org_id, t.name, t.audience, t.condition, t.scopes, t.project_id FROM ci_trust t
     JOIN organisation o ON o.id = t.org_id WHERE o.slug = $1 AND t.issuer = $2 ORDER BY t.id LIMIT 100`,
    [request.organisation, issuer],
  )
  if (trusts.length === 0) throw refused()
  const claims = await verified(services, keys, { issuer, token: request.subjectToken, audiences: trusts.map(({ audience }) => audience) })
  const audiences = [claims.aud ?? []].flat()
  const trust = trusts.find(({ audience, condition }) => audiences.includes(audience) && holds(condition, claims))
  if (trust === undefined) throw refused()
  const now = services.now()
  const end = new Date(Math.min(now.getTime() + LIFE_MS, (claims.exp ?? 0) * 1000))
  return services.db.transaction(async (transaction) => {
    // Without its signature, which can be written in more than one way.
    const once = claims.jti === undefined ? request.subjectToken.slice(0, request.subjectToken.lastIndexOf('.')) : `${issuer} ${claims.jti}`
    if (!(await markUsed(transaction, 'ci-token', once, new Date((claims.exp ?? 0) * 1000 + 60_000)))) throw refused()
    return issue(services, transaction, { trust, claims, issuer, now, end })
  })
}

interface Issue {
  readonly trust: Trust
  readonly claims: JWTPayload
  readonly issuer: string
  readonly now: Date
  readonly end: Date
}

async function issue(services: Services, transaction: Queryable, { trust, claims, issuer, now, end }: Issue): Promise<Exchanged> {
  const token = newTokenText(services.random)
  const [row] = await transaction.query<{ id: number }>(
    `INSERT INTO api_token (digest, prefix, name, scopes, org_id, project_id, created_at, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id`,
    [secretDigest(token), tokenPrefix(token), `ci ${trust.name}`, trust.scopes, trust.org_id, trust.project_id, now, end],
  )
  await writeAudit(transaction, now, {
    actor: `ci:${trust.id}`,
    action: 'token.exchange',
    object: `token:${row?.id ?? 0}`,
    organisation: trust.org_id,
    detail: { trust: trust.name, issuer, subject: claims.sub ?? '', id: claims.jti ?? '' },
  })
  return { token, expires: end.toISOString(), scopes: [...trust.scopes] }
}

function issuerOf(token: string): string {
  try {
    return decodeJwt(token).iss ?? ''
  } catch {
    throw refused()
  }
}

async function verified(
  services: Services,
  keys: IssuerKeys,
  { issuer, token, audiences }: { readonly issuer: string; readonly token: string; readonly audiences: string[] },
): Promise<JWTPayload> {
  const now = services.now()
  const check = async (renew: boolean): Promise<JWTPayload> => {
    const options = {
      issuer,
      audience: audiences,
      algorithms: ALGORITHMS,
      currentDate: now,
      clockTolerance: 30,
      requiredClaims: ['exp', 'iat', 'sub'],
    }
    return (await jwtVerify(token, await keys.of(issuer, now, renew), options)).payload
  }
  try {
    return await check(false).catch((error: unknown) => {
      if (error instanceof errors.JWKSNoMatchingKey) return check(true)
      throw error
    })
  } catch (error) {
    if (error instanceof HttpProblem) throw error
    services.log.warn({ issuer, reason: error instanceof errors.JOSEError ? error.code : 'unknown' }, 'token exchange refused')
    throw refused()
  }
}

function holds(condition: string, claims: JWTPayload): boolean {
  try {
    return claimsCondition(condition)(claims)
  } catch {
    return false
  }
}

function refused(): HttpProblem {
  return new HttpProblem(403, 'exchange-refused', 'no trust of this organisation lets this token in')
}
