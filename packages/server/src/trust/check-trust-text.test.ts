import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkTrustText } from './check-trust-text.ts'

const NOW = new Date('2026-06-01')
const LINES = [
  'version = 1',
  '[[identity]]',
  '[[rule]]',
  'name = "k"',
  ...['key', 'sigstore', 'x509', 'ssh', 'openpgp', 'minisign', 'did', '__proto__'].map((kind) => `kind = "${kind}"`),
  ...[
    '/etc/passwd',
    '../x',
    '-----BEGIN PUBLIC KEY-----',
    '-----BEGIN PGP PUBLIC KEY BLOCK-----',
    'SHA256:x',
    'ssh-ed25519 AAAA',
    'RW',
    '\\u0000',
  ].map((key) => `key = "${key}"`),
  'root = "-----BEGIN CERTIFICATE-----"',
  'root = "/etc/ssl/cert.pem"',
  'issuer = "https://i.example"',
  'subject = "**"',
  'subject = "a*b"',
  'claims = { __proto__ = "x", constructor = "y" }',
  'valid-until = 2026-02-30',
  'for = ["pkg:npm/*", "repo:https://x/**", "path:a"]',
  'for = ["pkg:%00"]',
  'by = ["k"]',
  'evidence = ["provenance"]',
  'threshold = 1e99',
  'build = { min-level = 9, source = "**" }',
  'max-root-age = "0d"',
  '"',
  '[',
  '=',
]

test('whatever a text says, it is told and never thrown, and none that names a file is usable', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...LINES), { maxLength: 14 }), (lines) => {
      const text = `version = 1\n[[identity]]\nname = "a"\n${lines.join('\n')}`
      const { trust, notes } = checkTrustText(text, NOW)
      expect(trust === null).toBe(notes.some(({ level }) => level === 'error'))
      if (trust !== null) for (const { key, root } of trust.written.identities) expect(`${key}${root}`).not.toMatch(/passwd|\.\.|\/etc/)
      for (const { line, message } of notes) expect(line >= 0 && message !== '').toBe(true)
    }),
    { seed: 1, numRuns: 2000 },
  )
})
