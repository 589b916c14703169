import { Refused } from '../verdict/refused.ts'
import type { HttpRequest, HttpResponse } from '../sigstore/http.ts'
import { spkiDigest } from '../keys/key-id.ts'
import type { Validity } from '../trusted-root/validity.ts'
import type { AuthorityToWrite, LogToWrite } from '../trusted-root/write-trusted-root.ts'
import { writeTrustedRoot } from '../trusted-root/write-trusted-root.ts'
import { PURPOSE } from '../x509/verify-chain.ts'
import type { IssuingAuthority } from './certificate-chain.ts'
import { makeAuthority, whole } from './certificate-chain.ts'
import type { SandboxFaultName } from './fault.ts'
import type { SandboxDeps } from './fulcio.ts'
import { SandboxFulcio } from './fulcio.ts'
import type { TokenClaims } from './oidc-issuer.ts'
import { SandboxIssuer } from './oidc-issuer.ts'
import { SandboxRekor } from './rekor.ts'
import { SandboxTimestampAuthority } from './timestamp-authority.ts'
import { TufRepository } from './tuf-repository.ts'

export interface SandboxOptions {
  /** Where whoever owns the network offers `handle`: `http://127.0.0.1:4000`, without a final slash. */
  readonly baseUrl: string
  readonly now: () => Date
  readonly random: (size: number) => Uint8Array
  /** What goes wrong on purpose. Some faults are built in at the start: a sandbox is made for its faults. */
  readonly faults?: readonly SandboxFaultName[]
}

/**
 * A whole Sigstore instance in memory: certificate authority and its log, two transparency logs with real proofs, timestamp
 * authority, OpenID issuer, TUF repository. For tests, teaching and networks without the public one. Whoever can reach it can sign
 * as anybody: its trust root belongs nowhere near real policies.
 */
export class Sandbox {
  readonly baseUrl: string
  readonly issuer: SandboxIssuer
  readonly fulcio: SandboxFulcio
  readonly logs: readonly [SandboxRekor, SandboxRekor]
  readonly timestamps: SandboxTimestampAuthority
  readonly tuf: TufRepository
  readonly #faults: ReadonlySet<SandboxFaultName>
  readonly #deps: SandboxDeps

  constructor(options: SandboxOptions) {
    this.baseUrl = options.baseUrl
    this.#faults = new Set(options.faults)
    this.#deps = { now: options.now, random: options.random, faults: this.#faults }
    this.issuer = new SandboxIssuer(`${options.baseUrl}/oidc`, options.now)
    this.fulcio = new SandboxFulcio(this.#deps)
    this.logs = [new SandboxRekor(1, `${options.baseUrl}/rekor`, this.#deps), new SandboxRekor(2, `${options.baseUrl}/rekor2`, this.#deps)]
    this.timestamps = new SandboxTimestampAuthority(this.#deps)
    this.tuf = new TufRepository(whole(options.now(), 365))
    this.tuf.addTarget('targets', 'trusted_root.json', Buffer.from(this.trustedRoot()))
    this.tuf.addTarget('targets', 'signing_config.v0.2.json', Buffer.from(this.signingConfig()))
    for (const role of ['targets', 'snapshot', 'timestamp']) this.tuf.publish(role)
  }

  /** An identity token for anybody: the sandbox asks for no proof. */
  token(claims: Omit<TokenClaims, 'iss' | 'aud' | 'exp'>): string {
    return this.issuer.token(claims)
  }

  /** Answers one request, by path below the base URL. Never rejects: what it refuses becomes a status. */
  handle(request: HttpRequest): HttpResponse {
    try {
      return this.#route(request)
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      return json(400, { code: error.code, message: error.message })
    }
  }

  #route({ method, url, body }: HttpRequest): HttpResponse {
    const path = new URL(url, this.baseUrl).pathname
    if (method === 'POST') {
      if (path === '/fulcio/api/v2/signingCert')
        return text(
          200,
          this.fulcio.issue(body, (token) => this.issuer.judge(token)),
        )
      if (path === '/rekor/api/v1/log/entries') return text(201, this.logs[0].add(body))
      if (path === '/rekor2/api/v2/log/entries') return text(201, this.logs[1].add(body))
      if (path === '/tsa/api/v1/timestamp') return bytes('application/timestamp-reply', this.timestamps.answer(body))
      return json(404, { message: 'nothing here takes that' })
    }
    if (path === '/oidc/.well-known/openid-configuration') return json(200, this.issuer.configuration())
    if (path === '/oidc/keys') return json(200, this.issuer.keySet())
    if (path === '/trusted_root.json') return text(200, this.trustedRoot())
    if (path === '/signing_config.json') return text(200, this.signingConfig())
    const file = path.startsWith('/rekor2/')
      ? this.logs[1].file(path.slice('/rekor2/'.length))
      : this.tuf.files.get(decodeURI(path.slice('/tuf/'.length)))
    return file === undefined ? json(404, { message: 'there is no such file' }) : bytes('application/octet-stream', file)
  }

  /** The trusted root that verifiers of this sandbox need. */
  trustedRoot(): string {
    const certificateAuthority = this.#faults.has('ca-unknown') ? this.#stranger(PURPOSE.codeSigning) : this.fulcio.authority
    const timestampAuthority = this.#faults.has('tsa-unknown') ? this.#stranger(PURPOSE.timeStamping) : this.timestamps.authority
    const leaf = this.#faults.has('tsa-unknown') ? [] : [this.timestamps.certificate.der]
    return writeTrustedRoot({
      logs: this.logs.map((log) => this.#log(log)),
      certificateAuthorities: [this.#authority('fulcio', certificateAuthority, [], this.#window('ca-withdrawn'))],
      certificateLogs: [this.#certificateLog()],
      timestampAuthorities: [this.#authority('tsa/api/v1/timestamp', timestampAuthority, leaf, this.#window('tsa-withdrawn'))],
    })
  }

  /** Where clients of this sandbox sign. */
  signingConfig(): string {
    const service = (path: string, majorApiVersion: number): object => ({
      url: `${this.baseUrl}/${path}`,
      majorApiVersion,
      validFor: { start: whole(this.#deps.now(), -365).toISOString() },
      operator: 'sandbox',
    })
    return JSON.stringify({
      mediaType: 'application/vnd.dev.sigstore.signingconfig.v0.2+json',
      caUrls: [service('fulcio', 1)],
      oidcUrls: [service('oidc', 1)],
      rekorTlogUrls: [service('rekor2', 2), service('rekor', 1)],
      rekorTlogConfig: { selector: 'ANY' },
      tsaUrls: [service('tsa/api/v1/timestamp', 1)],
      tsaConfig: { selector: 'ANY' },
    })
  }

  #log(log: SandboxRekor): LogToWrite {
    const logId = this.#faults.has('log-unknown') ? Buffer.alloc(32) : log.logId
    const keyDetails = log.version === 1 ? 'PKIX_ECDSA_P256_SHA_256' : 'PKIX_ED25519'
    return { baseUrl: log.url, spki: log.key.spki, keyDetails, logId, validFor: this.#window('log-withdrawn') }
  }

  #certificateLog(): LogToWrite {
    const { logKey } = this.fulcio
    const logId = this.#faults.has('sct-unknown-log') ? Buffer.alloc(32) : spkiDigest(logKey)
    const validFor = this.#window('sct-withdrawn')
    return { baseUrl: `${this.baseUrl}/ct`, spki: logKey.spki, keyDetails: 'PKIX_ECDSA_P256_SHA_256', logId, validFor }
  }

  #authority(path: string, authority: IssuingAuthority, leaf: readonly Uint8Array[], validFor: Validity): AuthorityToWrite {
    const chain = [...leaf, authority.certificate.der, authority.root.der]
    return { uri: `${this.baseUrl}/${path}`, organization: 'cupel sandbox', commonName: 'sandbox', chain, validFor }
  }

  #window(withdrawn: SandboxFaultName): Validity {
    const now = this.#deps.now()
    return { start: whole(now, -365), end: this.#faults.has(withdrawn) ? whole(now, -1) : undefined }
  }

  #stranger(purpose: string): IssuingAuthority {
    const { now, random } = this.#deps
    return makeAuthority('stranger', { now: now(), random, isExpired: false, purpose })
  }
}

function json(status: number, value: object): HttpResponse {
  return text(status, JSON.stringify(value))
}

function text(status: number, body: string): HttpResponse {
  return { status, headers: { 'content-type': 'application/json' }, body: Buffer.from(body) }
}

function bytes(type: string, body: Buffer): HttpResponse {
  return { status: 200, headers: { 'content-type': type }, body }
}
