import type { KeyObject } from 'node:crypto'
import { generateKeyPairSync, randomBytes, X509Certificate } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { contextTag } from '../asn1/der.ts'
import { derElement, derIa5, derNull, derSequence } from '../asn1/der-writer.ts'
import { Refused } from '../verdict/refused.ts'
import { readCertificate } from './certificate.ts'
import type { Certificate } from './certificate.ts'
import { CertificateStore } from './certificate-store.ts'
import { EXTENSION } from './extension.ts'
import type { VerifyChainOptions } from './verify-chain.ts'
import { PURPOSE, verifyChain, verifyChainAt } from './verify-chain.ts'
import type { ExtensionToWrite } from './write-certificate.ts'
import { signTbs, spkiOf, write, writeName, writeTbs } from './write-certificate.ts'

const AT = new Date('2026-03-01T12:00:00Z')

interface Made {
  readonly certificate: Certificate
  readonly privateKey: KeyObject
}

interface Wish {
  readonly issuer?: Made
  readonly signedBy?: KeyObject
  readonly extensions?: readonly ExtensionToWrite[]
  readonly notBefore?: string
  readonly notAfter?: string
  readonly privateKey?: KeyObject
}

const CA = [write.basicConstraints(undefined), write.keyUsage(5, 6)]
const LEAF = [write.keyUsage(0), write.extendedKeyUsage(false, PURPOSE.codeSigning)]
const p256 = (): KeyObject => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey

function make(name: string, wish: Wish = {}): Made {
  const privateKey = wish.privateKey ?? p256()
  const subject = writeName('', name)
  const signer = wish.signedBy ?? wish.issuer?.privateKey ?? privateKey
  const tbs = writeTbs(
    {
      serial: randomBytes(8),
      issuer: wish.issuer?.certificate.subject.bytes ?? subject,
      subject,
      notBefore: new Date(wish.notBefore ?? '2026-01-01T00:00:00Z'),
      notAfter: new Date(wish.notAfter ?? '2027-01-01T00:00:00Z'),
      spki: spkiOf(privateKey),
      extensions: wish.extensions ?? CA,
    },
    signer,
  )
  return { certificate: readCertificate(signTbs(tbs, signer)), privateKey }
}

function name(kind: 'dns' | 'email' | 'uri', value: string): Buffer {
  return derElement(contextTag({ email: 1, dns: 2, uri: 6 }[kind], 'primitive'), Buffer.from(value))
}

function constraints(number: 0 | 1, base: Buffer): ExtensionToWrite {
  return {
    oid: EXTENSION.nameConstraints,
    critical: true,
    value: derSequence(derElement(contextTag(number, 'constructed'), derSequence(base))),
  }
}

function verify(leaf: Made, root: Made, options: Partial<VerifyChainOptions> = {}, between: readonly Made[] = []): readonly string[] {
  const store = new CertificateStore(
    [root.certificate],
    between.map(({ certificate }) => certificate),
  )
  return verifyChain(leaf.certificate, { store, at: AT, purpose: PURPOSE.codeSigning, ...options }).path.map(({ subject }) => subject.text)
}

describe('verifyChain', () => {
  const root = make('root')

  it('finds the path, whatever else is there, for every key type', () => {
    for (const privateKey of [
      p256(),
      generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey,
      generateKeyPairSync('ec', { namedCurve: 'P-521' }).privateKey,
      generateKeyPairSync('ed25519').privateKey,
      generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey,
    ]) {
      const anchor = make('anchor', { privateKey })
      const between = make('between', { issuer: anchor })
      const leaf = make('leaf', { issuer: between, extensions: LEAF })
      const decoy = make('between')
      expect(verify(leaf, anchor, {}, [decoy, between])).toEqual(['CN=leaf', 'CN=between', 'CN=anchor'])
      expect(new X509Certificate(between.certificate.der).verify(new X509Certificate(anchor.certificate.der).publicKey)).toBe(true)
    }
  })

  it.each<[string, () => readonly string[], string, string]>([
    ['a stranger', () => verify(make('leaf', { issuer: make('root'), extensions: LEAF }), root), 'signer-unknown', 'did not sign'],
    ['a self-made leaf', () => verify(make('leaf', { extensions: LEAF }), root), 'signer-unknown', 'no trusted'],
    [
      'a leaf as issuer',
      () => {
        const between = make('between', { issuer: root, extensions: LEAF })
        return verify(make('leaf', { issuer: between, extensions: LEAF }), root, {}, [between])
      },
      'certificate-invalid',
      'not a certificate authority',
    ],
    [
      'an issuer without keyCertSign',
      () => {
        const between = make('between', { issuer: root, extensions: [write.basicConstraints(undefined), write.keyUsage(0)] })
        return verify(make('leaf', { issuer: between, extensions: LEAF }), root, {}, [between])
      },
      'certificate-invalid',
      'may not sign certificates',
    ],
    [
      'a path that is too long',
      () => {
        const short = make('short', { extensions: [write.basicConstraints(0), write.keyUsage(5)] })
        const between = make('between', { issuer: short })
        return verify(make('leaf', { issuer: between, extensions: LEAF }), short, {}, [between])
      },
      'certificate-invalid',
      'longer than it allows',
    ],
    [
      'another purpose',
      () => verify(make('leaf', { issuer: root, extensions: [write.keyUsage(0)] }), root),
      'certificate-invalid',
      'purpose',
    ],
    [
      'an issuer for another purpose',
      () => {
        const other = make('other', { extensions: [...CA, write.extendedKeyUsage(false, PURPOSE.timeStamping)] })
        return verify(make('leaf', { issuer: other, extensions: LEAF }), other)
      },
      'certificate-invalid',
      'may not issue',
    ],
    [
      'a leaf out of time',
      () => verify(make('leaf', { issuer: root, extensions: LEAF, notAfter: '2026-02-01T00:00:00Z' }), root),
      'time-invalid',
      'was not valid',
    ],
    [
      'a root out of time',
      () => {
        const old = make('old', { notAfter: '2026-02-01T00:00:00Z' })
        return verify(make('leaf', { issuer: old, extensions: LEAF }), old)
      },
      'time-invalid',
      'CN=old',
    ],
    [
      'an unknown critical extension',
      () => verify(make('leaf', { issuer: root, extensions: [...LEAF, { oid: '1.2.3.4', critical: true, value: derNull() }] }), root),
      'certificate-invalid',
      'critical extension 1.2.3.4',
    ],
  ])('refuses %s', (_, run, code, reason) => {
    const refused = refusal(run)
    expect([refused.code, refused.message]).toEqual([code, expect.stringContaining(reason)])
  })

  it.each<['dns' | 'email' | 'uri', 0 | 1, string, string, boolean]>([
    ['dns', 0, 'example.com', 'a.example.com', true],
    ['dns', 0, 'example.com', 'example.com', true],
    ['dns', 0, 'example.com', 'badexample.com', false],
    ['dns', 1, 'example.com', 'a.example.com', false],
    ['dns', 1, 'example.com', 'other.org', true],
    ['email', 0, 'example.com', 'a@example.com', true],
    ['email', 0, 'example.com', 'a@sub.example.com', false],
    ['email', 0, '.example.com', 'a@sub.example.com', true],
    ['email', 0, 'a@example.com', 'b@example.com', false],
    ['uri', 0, 'example.com', 'https://example.com/x', true],
    ['uri', 0, 'example.com', 'https://evil.org/?example.com', false],
    ['uri', 0, '.example.com', 'spiffe://a.example.com/x', true],
    ['uri', 0, 'example.com', 'urn:x', false],
  ])('%s constraint (%i) %s on %s: %s', (kind, number, base, value, isAllowed) => {
    const bound = make('bound', { extensions: [...CA, constraints(number, name(kind, base))] })
    const leaf = make('leaf', { issuer: bound, extensions: [...LEAF, write.subjectAltName(name(kind, value))] })
    if (isAllowed) expect(verify(leaf, bound)).toHaveLength(2)
    else expect(refusal(() => verify(leaf, bound)).code).toBe('certificate-invalid')
  })

  it('does not search for ever among issuers of one name', () => {
    const crowd = Array.from({ length: 30 }, () => make('crowd', { issuer: make('crowd') }))
    const leaf = make('leaf', { issuer: crowd[0]!, extensions: LEAF })
    expect(refusal(() => verify(leaf, root, { intermediates: crowd.map(({ certificate }) => certificate) })).code).toMatch(/limit|unknown/)
  })
})

describe('readCertificate', () => {
  const { certificate } = make('leaf', { issuer: make('root'), extensions: [...LEAF, write.subjectAltName(name('email', 'a@b.c'))] })

  it('refuses or reads, and never throws anything else, whatever byte is flipped', () => {
    for (let at = 0; at < certificate.der.length; at++) {
      for (const bit of [1, 0x20, 0x80]) {
        const der = Buffer.from(certificate.der)
        der[at]! ^= bit
        try {
          readCertificate(der)
        } catch (error) {
          expect(error).toBeInstanceOf(Refused)
        }
      }
    }
  })

  it.each<[string, readonly ExtensionToWrite[]]>([
    ['an extension twice', [...LEAF, ...LEAF]],
    ['a name with a NUL', [write.subjectAltName(name('dns', 'a\0b'))]],
    ['an empty list of names', [{ oid: EXTENSION.subjectAltName, critical: false, value: derSequence() }]],
    ['a text where a list belongs', [{ oid: EXTENSION.extendedKeyUsage, critical: false, value: derIa5('x') }]],
  ])('refuses %s', (_, extensions) => {
    expect(() => make('x', { extensions })).toThrow(Refused)
  })

  it('reads names as RFC 4514 has them', () => {
    const { subject } = make('a, "b" <c>').certificate
    expect(subject.text).toBe('CN=a\\, \\"b\\" \\<c\\>')
  })
})

function refusal(run: () => unknown): Refused {
  try {
    run()
  } catch (error) {
    expect(error).toBeInstanceOf(Refused)
    return error as Refused
  }
  throw new Error('was not refused')
}

it('a chain verified at one time is refused at another at which one of its certificates is not valid', () => {
  const root = make('root')
  const between = make('between', { issuer: root, notAfter: '2026-06-01T00:00:00Z' })
  const leaf = make('leaf', { issuer: between, extensions: LEAF })
  const store = new CertificateStore([root.certificate], [between.certificate])
  const chain = verifyChain(leaf.certificate, { store, at: AT, purpose: PURPOSE.codeSigning })
  expect(() => verifyChainAt(chain, { at: new Date('2026-05-31T00:00:00Z'), purpose: PURPOSE.codeSigning })).not.toThrow()
  expect(() => verifyChainAt(chain, { at: new Date('2026-06-02T00:00:00Z'), purpose: PURPOSE.codeSigning })).toThrow(
    'not valid at the time',
  )
})
