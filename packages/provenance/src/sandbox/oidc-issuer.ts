import type { KeyObject } from 'node:crypto'
import { createPublicKey, sign } from 'node:crypto'
import { asObject, asString } from '../encoding/json-value.ts'
import { parseStrictJson } from '../encoding/strict-json.ts'
import { spkiFingerprint } from '../keys/key-id.ts'
import { PublicKey } from '../keys/public-key.ts'
import { verifySignature } from '../keys/verify-signature.ts'
import { Refused } from '../verdict/refused.ts'
import { makeKey } from './certificate-chain.ts'

/** Claims of an identity token that the sandbox understands; those of workflows as GitHub Actions names them. */
export interface TokenClaims {
  readonly iss: string
  readonly sub: string
  readonly aud: string
  readonly exp: number
  readonly email?: string
  readonly email_verified?: boolean
  readonly repository?: string
  readonly ref?: string
  readonly sha?: string
  readonly event_name?: string
  readonly workflow_ref?: string
  readonly workflow_sha?: string
  readonly job_workflow_ref?: string
  readonly job_workflow_sha?: string
  readonly runner_environment?: string
}

const AUDIENCE = 'sigstore'
const LIFETIME_SECONDS = 600

/** An OpenID issuer that says of anybody what it is asked to. ES256 tokens (RFC 7519). */
export class SandboxIssuer {
  readonly url: string
  readonly #privateKey: KeyObject = makeKey('P-256')
  readonly #key: PublicKey
  readonly #now: () => Date

  constructor(url: string, now: () => Date) {
    this.url = url
    this.#now = now
    this.#key = PublicKey.fromKeyObject(createPublicKey(this.#privateKey), 'the issuer')
  }

  /** A token for ten minutes. An e-mail address counts as verified. */
  token(claims: Omit<TokenClaims, 'iss' | 'aud' | 'exp'>): string {
    const seconds = Math.floor(this.#now().getTime() / 1000)
    const verified = claims.email === undefined ? {} : { email_verified: true }
    const payload = { ...claims, ...verified, iss: this.url, aud: AUDIENCE, iat: seconds, exp: seconds + LIFETIME_SECONDS }
    const head = [{ alg: 'ES256', typ: 'JWT', kid: spkiFingerprint(this.#key) }, payload]
    const message = head.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')
    const signature = sign('sha256', Buffer.from(message), { key: this.#privateKey, dsaEncoding: 'ieee-p1363' })
    return `${message}.${signature.toString('base64url')}`
  }

  /** The claims of a token of this issuer. Refuses other algorithms, keys and audiences, and tokens that ran out. */
  judge(token: string): TokenClaims {
    const [head = '', payload = '', signature = '', ...rest] = token.split('.')
    const header = asObject(parseStrictJson(Buffer.from(head, 'base64url'), 'the token'), 'the token')
    if (rest.length > 0 || header['alg'] !== 'ES256') throw new Refused('malformed', 'the token is not an ES256 token')
    verifySignature(this.#key, Buffer.from(`${head}.${payload}`), Buffer.from(signature, 'base64url'), {
      scheme: 'ecdsa-sha256-p1363',
      what: 'the signature of the token',
    })
    const claims = asObject(parseStrictJson(Buffer.from(payload, 'base64url'), 'the token'), 'the token')
    if (claims['aud'] !== AUDIENCE || claims['iss'] !== this.url) throw new Refused('signer-mismatch', 'the token is for somebody else')
    asString(claims['sub'], 'the subject of the token')
    if (Number(claims['exp']) * 1000 < this.#now().getTime()) throw new Refused('expired', 'the token has expired')
    return claims as unknown as TokenClaims
  }

  /** OpenID Connect Discovery 1.0 §4. */
  configuration(): object {
    return {
      issuer: this.url,
      jwks_uri: `${this.url}/keys`,
      token_endpoint: `${this.url}/token`,
      response_types_supported: ['id_token'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['ES256'],
    }
  }

  /** RFC 7517. */
  keySet(): object {
    const jwk = createPublicKey(this.#privateKey).export({ format: 'jwk' })
    return { keys: [{ ...jwk, alg: 'ES256', use: 'sig', kid: spkiFingerprint(this.#key) }] }
  }
}
