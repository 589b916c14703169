import { writePem } from '../asn1/pem.ts'
import { asArray, asObject, asString } from '../encoding/json-value.ts'
import { parseStrictJson } from '../encoding/strict-json.ts'
import type { PublicKey } from '../keys/public-key.ts'
import { Refused } from '../verdict/refused.ts'
import type { Certificate } from '../x509/certificate.ts'
import { readPemCertificates } from '../x509/certificate.ts'
import type { HttpRequest, HttpResponse } from './http.ts'
import { joinUrl, jsonRequest } from './http.ts'

/**
 * The subject that a certificate authority wants to see signed as proof of possession: the verified e-mail address of the identity
 * token, else its subject. Reads the token without judging it; that is the authority's business.
 */
export function tokenSubject(token: string): string {
  const [, payload, , extra] = token.split('.')
  if (payload === undefined || extra !== undefined) throw new Refused('malformed', 'the identity token is not a JSON web token')
  const claims = asObject(parseStrictJson(Buffer.from(payload, 'base64url'), 'the identity token'), 'the identity token')
  const { email, email_verified: isVerified } = claims
  if (typeof email === 'string' && (isVerified === true || isVerified === 'true')) return email
  return asString(claims['sub'], 'the subject of the identity token')
}

/** Asks Fulcio for a signing certificate (API v2, CreateSigningCertificate). */
export function certificateRequest(
  baseUrl: string,
  token: string,
  proof: { readonly key: PublicKey; readonly signature: Uint8Array },
): HttpRequest {
  return jsonRequest(joinUrl(baseUrl, 'api/v2/signingCert'), {
    credentials: { oidcIdentityToken: token },
    publicKeyRequest: {
      publicKey: { algorithm: 'ECDSA', content: writePem('PUBLIC KEY', proof.key.spki) },
      proofOfPossession: Buffer.from(proof.signature).toString('base64'),
    },
  })
}

/** The chain that Fulcio answered, leaf first. Refuses errors, detached timestamps and a certificate for another key. */
export function readCertificateResponse(response: HttpResponse, key: PublicKey): readonly [Certificate, ...Certificate[]] {
  const what = 'the answer of the certificate authority'
  if (response.status !== 200 && response.status !== 201) throw refusedBy('the certificate authority', response)
  const answer = asObject(parseStrictJson(response.body, what), what)
  const embedded = asObject(answer['signedCertificateEmbeddedSct'], `signedCertificateEmbeddedSct in ${what}`)
  const pems = asArray(asObject(embedded['chain'], `the chain in ${what}`)['certificates'], `the certificates in ${what}`)
  const [leaf, ...others] = pems.flatMap((pem) => readPemCertificates(asString(pem, `a certificate in ${what}`), what))
  if (leaf === undefined) throw new Refused('evidence-missing', `${what} holds no certificate`)
  if (!leaf.publicKey.equals(key)) throw new Refused('content-mismatch', 'the certificate authority certified another key')
  return [leaf, ...others]
}

/** What a service answered in place of what was asked. */
export function refusedBy(service: string, response: HttpResponse): Refused {
  return new Refused('evidence-missing', `${service} refused the request`, {
    found: `status ${response.status}: ${response.body.toString('utf8', 0, 300)}`,
  })
}
