import type { Trace as TraceType } from '@cupel/provenance'
import { Trace, verifyCredential } from '@cupel/provenance'
import { afterAll, describe, expect, it } from 'vitest'
import type { ManifestRow } from './provenance-rows.ts'
import { evidence, failureOf, manifestRows } from './provenance-rows.ts'

const SECURITY = 'https://w3id.org/security#'
const CREDENTIALS = 'https://www.w3.org/2018/credentials#'
const CITIZENSHIP = 'https://w3id.org/citizenship#'
const time = { '@type': 'http://www.w3.org/2001/XMLSchema#dateTime' }

const proofTerms = {
  created: { '@id': 'http://purl.org/dc/terms/created', ...time },
  proofPurpose: { '@id': `${SECURITY}proofPurpose`, '@type': '@vocab', '@context': { assertionMethod: `${SECURITY}assertionMethod` } },
  proofValue: { '@id': `${SECURITY}proofValue`, '@type': `${SECURITY}multibase` },
  verificationMethod: { '@id': `${SECURITY}verificationMethod`, '@type': '@id' },
  cryptosuite: { '@id': `${SECURITY}cryptosuite`, '@type': `${SECURITY}cryptosuiteString` },
  previousProof: { '@id': `${SECURITY}previousProof`, '@type': '@id' },
}

/** Only the terms that the vectors use, restated; the addresses are those of the published contexts. */
const contexts = new Map([
  [
    'https://www.w3.org/ns/credentials/v2',
    {
      '@context': {
        id: '@id',
        type: '@type',
        VerifiableCredential: `${CREDENTIALS}VerifiableCredential`,
        DataIntegrityProof: { '@id': `${SECURITY}DataIntegrityProof`, '@context': proofTerms },
        name: 'https://schema.org/name',
        description: 'https://schema.org/description',
        issuer: { '@id': `${CREDENTIALS}issuer`, '@type': '@id' },
        validFrom: { '@id': `${CREDENTIALS}validFrom`, ...time },
        validUntil: { '@id': `${CREDENTIALS}validUntil`, ...time },
        credentialSubject: { '@id': `${CREDENTIALS}credentialSubject`, '@type': '@id' },
        proof: { '@id': `${SECURITY}proof`, '@type': '@id', '@container': '@graph' },
      },
    },
  ],
  ['https://www.w3.org/ns/credentials/examples/v2', { '@context': { '@vocab': 'https://www.w3.org/ns/credentials/examples#' } }],
  [
    'https://w3id.org/citizenship/v4rc1',
    {
      '@context': {
        ...terms(CITIZENSHIP, 'EmploymentAuthorizationDocumentCredential', 'EmployablePerson', 'EmploymentAuthorizationDocument'),
        ...terms(CITIZENSHIP, 'birthCountry', 'lprCategory', 'lprNumber'),
        ...terms('https://schema.org/', 'Person', 'givenName', 'additionalName', 'familyName', 'gender', 'identifier'),
        image: { '@id': 'https://schema.org/image', '@type': '@id' },
        birthDate: { '@id': 'https://schema.org/birthDate', ...time },
        residentSince: { '@id': `${CITIZENSHIP}residentSince`, ...time },
        employmentAuthorizationDocument: { '@id': `${CITIZENSHIP}employmentAuthorizationDocument`, '@type': '@id' },
      },
    },
  ],
  [
    'https://w3id.org/security/suites/ed25519-2020/v1',
    { '@context': { Ed25519Signature2020: { '@id': `${SECURITY}Ed25519Signature2020`, '@context': proofTerms } } },
  ],
])

function terms(base: string, ...names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, base + name]))
}

interface Signed {
  readonly issuer: string | { readonly id: string }
  readonly proof: { readonly verificationMethod: string } | readonly { readonly verificationMethod: string }[]
}

async function judge(row: ManifestRow, trace: TraceType) {
  const file = /verify ([^ ]+\.json)/.exec(row.command)?.[1] ?? ''
  const text = evidence(file).toString()
  const altered = row.id.endsWith('/altered') ? text.replace('The School of Examples', 'The School of Cheats') : text
  const { proof, issuer } = JSON.parse(text) as Signed
  const methods = new Map([[typeof issuer === 'string' ? issuer : issuer.id, [[proof].flat()[0]!.verificationMethod]]])
  return verifyCredential(Buffer.from(altered), { now: new Date('2026-01-01T00:00:00Z'), methods, contexts }, trace)
}

const rows = manifestRows('vc')

describe.runIf(rows.length > 0)('Verifiable credentials', () => {
  let right = 0
  it.each(rows)('$expected $id', async (row) => {
    const { outcome, root } = await Trace.runAsync('vc', 'Credential', (trace: TraceType) => judge(row, trace))
    if (row.expected === 'FAIL') expect(failureOf(root)).toEqual(['proof-1', 'signature-invalid'])
    else expect(failureOf(root) ?? outcome).toBe('verified')
    right += 1
  })
  afterAll(() => console.log(`vc: ${right} of ${rows.length} rows right`))
})
