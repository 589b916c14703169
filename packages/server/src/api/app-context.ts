import type { WorkQueue } from '../jobs/work-queue.ts'

/** An OpenID Connect provider that people may log in with. */
export interface OidcProvider {
  /** In addresses: `/session/oidc/:provider`. */
  readonly id: string
  readonly name: string
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
}

/** How old and how whole the advisory data is. */
export interface IndexFacts {
  readonly kind: 'full' | 'starter' | 'none'
  readonly modified: string
  readonly records: number
  readonly ageDays: number | null
}

/** A private key in a file, as `cupel sign --key` reads it. */
export interface SigningKey {
  readonly file: string
  readonly passphrase?: string
}

/** What a running server is, as its routes need to know. */
export interface AppContext {
  /** Scheme, host and port by which browsers reach it; passkeys, cookies and redirects are bound to it. */
  readonly origin: string
  readonly version: string
  readonly oidc: readonly OidcProvider[]
  /** Everybody is let in as administrator, nothing is kept: on loopback only. */
  readonly demo: boolean
  readonly startedAt: Date
  readonly index: () => Promise<IndexFacts>
  /** Time of the newest backup; null: none was made. */
  readonly lastBackup: () => Promise<Date | null>
  /** Whether addresses of this machine and of private networks may be asked (identity providers and webhooks of a closed network). */
  readonly privateNetwork: boolean
  /** What operators see of the job queue; null where there is none (tests). */
  readonly work: Pick<WorkQueue, 'aside' | 'retryAside' | 'counts'> | null
  /** No request leaves this machine. */
  readonly offline: boolean
  /** Verdicts that are given out are signed with it; without one they are statements that nobody signed. */
  readonly signingKey?: SigningKey
}
