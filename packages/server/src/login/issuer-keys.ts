import { createLocalJWKSet } from 'jose'
import type { JSONWebKeySet, JWTVerifyGetKey } from 'jose'
import { HttpProblem } from '../api/problem-details.ts'
import { guardedFetch } from '../http/guarded-fetch.ts'

export interface IssuerKeys {
  /** Keys of an issuer, by its discovery document (OpenID Connect Discovery 1.0 §4). Asked again when old or, at most once a minute, when a token names a key that is not there. */
  of(issuer: string, now: Date, renew: boolean): Promise<JWTVerifyGetKey>
}

const FRESH_MS = 10 * 60_000
const RENEW_MS = 60_000

export function issuerKeys(privateNetwork: boolean): IssuerKeys {
  const known = new Map<string, { readonly keys: Promise<JWTVerifyGetKey>; readonly at: number }>()
  return {
    of(issuer, now, renew) {
      const kept = known.get(issuer)
      const age = kept === undefined ? Infinity : now.getTime() - kept.at
      if (kept !== undefined && age < (renew ? RENEW_MS : FRESH_MS)) return kept.keys
      const keys = readKeys(issuer, privateNetwork)
      known.set(issuer, { keys, at: now.getTime() })
      keys.catch(() => known.delete(issuer))
      return keys
    },
  }
}

async function readKeys(issuer: string, privateNetwork: boolean): Promise<JWTVerifyGetKey> {
  const about = await readJson(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, privateNetwork)
  if (about['issuer'] !== issuer || typeof about['jwks_uri'] !== 'string') throw notUsable(issuer)
  const keys = await readJson(about['jwks_uri'], privateNetwork)
  if (!Array.isArray(keys['keys'])) throw notUsable(issuer)
  return createLocalJWKSet(keys as unknown as JSONWebKeySet)
}

async function readJson(address: string, privateNetwork: boolean): Promise<Record<string, unknown>> {
  const answer = await guardedFetch(address, { headers: { accept: 'application/json' } }, { privateNetwork })
  const value: unknown = answer.ok ? await answer.json().catch(() => null) : null
  if (typeof value !== 'object' || value === null) throw notUsable(address)
  return value as Record<string, unknown>
}

function notUsable(issuer: string): HttpProblem {
  return new HttpProblem(502, 'not-reached', `${issuer} does not say with which keys it signs`)
}
