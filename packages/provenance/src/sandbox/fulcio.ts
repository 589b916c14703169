import type { KeyObject } from 'node:crypto'
import { sign } from 'node:crypto'
import { contextTag } from '../asn1/der.ts'
import { derElement, derOctetString, derUtf8 } from '../asn1/der-writer.ts'
import { writePem } from '../asn1/pem.ts'
import { decodeBase64 } from '../encoding/base64.ts'
import { asObject, asString } from '../encoding/json-value.ts'
import { parseStrictJson } from '../encoding/strict-json.ts'
import { spkiDigest } from '../keys/key-id.ts'
import { PublicKey } from '../keys/public-key.ts'
import { verifySignature } from '../keys/verify-signature.ts'
import { tokenSubject } from '../sigstore/fulcio-client.ts'
import { EXTENSION } from '../x509/extension.ts'
import { timestampedPrecertificate, writeTimestamp, writeTimestampList } from '../x509/signed-certificate-timestamp.ts'
import { PURPOSE } from '../x509/verify-chain.ts'
import type { ExtensionToWrite } from '../x509/write-certificate.ts'
import { signTbs, spkiOf, write } from '../x509/write-certificate.ts'
import type { IssuingAuthority, LeafToIssue } from './certificate-chain.ts'
import { leafTbs, makeAuthority, makeKey, whole } from './certificate-chain.ts'
import type { ActiveFaults } from './fault.ts'
import type { TokenClaims } from './oidc-issuer.ts'

export interface SandboxDeps {
  readonly now: () => Date
  readonly random: (size: number) => Uint8Array
  readonly faults: ActiveFaults
}

const ARC = '1.3.6.1.4.1.57264.1.'
const MINUTE_MS = 60_000

/** Claims of a workflow's token that go into the certificate, by the last arc of their OID (Fulcio oid-info). */
const WORKFLOW_CLAIMS: readonly (readonly [arc: number, value: (claims: TokenClaims) => string | undefined])[] = [
  [9, ({ job_workflow_ref: ref }) => ref && `https://github.com/${ref}`],
  [10, ({ job_workflow_sha: sha }) => sha],
  [11, ({ runner_environment: environment }) => environment],
  [12, ({ repository }) => repository && `https://github.com/${repository}`],
  [13, ({ sha }) => sha],
  [14, ({ ref }) => ref],
  [18, ({ workflow_ref: ref }) => ref && `https://github.com/${ref}`],
  [19, ({ workflow_sha: sha }) => sha],
  [20, ({ event_name: event }) => event],
]

/** A certificate authority that ties keys to identity tokens for ten minutes, and the certificate log it reports to. */
export class SandboxFulcio {
  readonly authority: IssuingAuthority
  readonly logKey: PublicKey
  readonly #logPrivateKey: KeyObject
  readonly #otherKey = makeKey('P-256')
  readonly #deps: SandboxDeps

  constructor(deps: SandboxDeps) {
    this.#deps = deps
    const { random, faults } = deps
    this.authority = makeAuthority('sandbox-intermediate', {
      now: deps.now(),
      random,
      isExpired: faults.has('ca-expired'),
      purpose: PURPOSE.codeSigning,
    })
    this.#logPrivateKey = makeKey('P-256')
    this.logKey = PublicKey.fromSpki(spkiOf(this.#logPrivateKey), 'the certificate log')
  }

  /** Answers CreateSigningCertificate. `judge` verifies the token and gives its claims. Refuses without proof of possession. */
  issue(body: Uint8Array, judge: (token: string) => TokenClaims): string {
    const request = asObject(parseStrictJson(body, 'the request'), 'the request')
    const token = asString(asObject(request['credentials'], 'credentials')['oidcIdentityToken'], 'the identity token')
    const claims = judge(token)
    const keyRequest = asObject(request['publicKeyRequest'], 'publicKeyRequest')
    const key = PublicKey.fromPem(asString(asObject(keyRequest['publicKey'], 'publicKey')['content'], 'the key'), 'the key')
    const proof = decodeBase64(asString(keyRequest['proofOfPossession'], 'proofOfPossession'), 'proofOfPossession')
    verifySignature(key, Buffer.from(tokenSubject(token)), proof, { what: 'the proof of possession' })
    const certificates = [this.#certificate(claims, key), this.authority.certificate.der, this.authority.root.der]
    return JSON.stringify({
      signedCertificateEmbeddedSct: { chain: { certificates: certificates.map((der) => writePem('CERTIFICATE', der)) } },
    })
  }

  #certificate(claims: TokenClaims, key: PublicKey): Buffer {
    const { now, random, faults } = this.#deps
    const start = new Date(whole(now(), 0).getTime() - (faults.has('certificate-expired') ? 20 * MINUTE_MS : 0))
    const leaf: LeafToIssue = {
      serial: random(16),
      subject: Buffer.from([0x30, 0]),
      spki: key.spki,
      notBefore: start,
      notAfter: new Date(start.getTime() + 10 * MINUTE_MS),
      extensions: this.#extensions(claims),
    }
    const tbs = leafTbs(this.authority, leaf)
    if (faults.has('sct-missing')) return signTbs(tbs, this.authority.privateKey)
    const stamped = { ...leaf, extensions: [...leaf.extensions, this.#timestamp(tbs, start)] }
    return signTbs(leafTbs(this.authority, stamped), this.authority.privateKey)
  }

  #extensions(claims: TokenClaims): readonly ExtensionToWrite[] {
    const { faults } = this.#deps
    const issuer = faults.has('issuer-other') ? `${claims.iss}/other` : claims.iss
    const raw = faults.has('issuer-twofold') ? `${claims.iss}/other` : issuer
    const purpose = faults.has('certificate-purpose') ? PURPOSE.emailProtection : PURPOSE.codeSigning
    const claimed = WORKFLOW_CLAIMS.flatMap(([arc, read]) => {
      const value = read(claims)
      return value === undefined ? [] : [plain(`${ARC}${arc}`, derUtf8(value))]
    })
    return [
      write.keyUsage(0),
      write.extendedKeyUsage(false, purpose),
      ...(faults.has('certificate-authority-leaf') ? [write.basicConstraints(undefined)] : []),
      write.subjectAltName(this.#name(claims)),
      plain(`${ARC}1`, Buffer.from(raw)),
      plain(`${ARC}8`, derUtf8(issuer)),
      ...claimed,
    ]
  }

  #name(claims: TokenClaims): Buffer {
    const other = this.#deps.faults.has('identity-other') ? 'x' : ''
    if (claims.email !== undefined) return derElement(contextTag(1, 'primitive'), Buffer.from(`${other}${claims.email}`))
    const uri = claims.job_workflow_ref === undefined ? claims.sub : `https://github.com/${claims.job_workflow_ref}`
    return derElement(contextTag(6, 'primitive'), Buffer.from(`${uri}${other}`))
  }

  #timestamp(tbs: Buffer, time: Date): ExtensionToWrite {
    const data = timestampedPrecertificate({ time, extensions: Buffer.alloc(0) }, tbs, this.authority.certificate)
    const key = this.#deps.faults.has('sct-wrong-key') ? this.#otherKey : this.#logPrivateKey
    const timestamp = writeTimestamp(spkiDigest(this.logKey), time, Buffer.alloc(0), sign('sha256', data, key))
    return plain(EXTENSION.signedCertificateTimestamps, derOctetString(writeTimestampList([timestamp])))
  }
}

function plain(oid: string, value: Uint8Array): ExtensionToWrite {
  return { oid, critical: false, value }
}
