import { expect, test } from 'vitest'
import { readCleartext } from '../openpgp/cleartext.ts'
import { readArmour } from '../openpgp/armour.ts'
import { Trace } from '../verdict/trace.ts'
import { readChecksumList } from './checksum-list.ts'
import { readSignifyKey, verifySignify } from './ed25519-signify.ts'

const A = 'a'.repeat(64)

test.each([
  [`${A}  file\n`, 'file sha256'],
  [`${A} *file\n`, 'file sha256'],
  [`${A}  ./dir/file\n`, 'dir/file sha256'],
  [`${A.toUpperCase()}  file\n`, 'file sha256'],
  [`SHA256 (file one) = ${A}\n`, 'file one sha256'],
  [`SHA512 (file) = ${A}${A}\n`, 'file sha512'],
  [`# comment\n\n${A}  file\r\n`, 'file sha256'],
  [`SHA512 (file) = ${A}\n`, 'unsupported-algorithm'],
  [`${'a'.repeat(40)}  file\n`, 'weak-algorithm'],
  [`${'a'.repeat(32)}  file\n`, 'weak-algorithm'],
  [`${'a'.repeat(63)}  file\n`, 'unsupported-algorithm'],
  [`${A}  file\n${A}  file\n`, 'malformed'],
  [`${A}  ../file\n`, 'malformed'],
  [`${A}  /etc/passwd\n`, 'malformed'],
  [`${A}  a\\b\n`, 'malformed'],
  [`\\${A}  a\\nb\n`, 'malformed'],
  ['hello\n', 'malformed'],
  ['', 'evidence-missing'],
])('checksum list %.80j: %s', (text, expected) => {
  let found: string
  try {
    found = [...readChecksumList(text).values()].map(({ name, algorithm }) => `${name} ${algorithm}`).join()
  } catch (error) {
    found = (error as { readonly code: string }).code
  }
  expect(found).toBe(expected)
})

const LIST = Buffer.from('b0083a42bb792e62fb62c25a5c65a50c6cf69d9df5f5539346611289ea86f76f  f.txt\n\n')
/** Made by minisign 0.11 and signify 31 of Debian. */
const MADE = {
  minisignKey: `untrusted comment: minisign public key 9C0D311C6BB5330B
RWQLM7VrHDENnE5m6U6Ultias85Z8F4azRib5/X74nH3Q0N/VuLS+d1f\n`,
  minisign: `untrusted comment: signature from minisign secret key
RUQLM7VrHDENnKGuTg3StgbhuOeOkiFGC/5aSGbu+fdBH9qvgdSv77a4BnIMErAt4qRi2IpYXuvRbsKKDJfmM6fezkGcZZNWuQQ=
trusted comment: trusted words
wVZf1bkkYVMSwP57kDj8EEjWYVQQwoK53idtwQonnH8hJHEM0qlqb8oWyz3p36dhTzUT9NzOPoVwAcqGisM2BQ==\n`,
  legacy: `untrusted comment: signature from minisign secret key
RWQLM7VrHDENnBVhUVXhiVGGuDLD/Dx2cjPi+MaMYRZJr9NxhMqmVdrxbwAdaO15h9TbfNx6JD1WezpWCwCBkPfpmOx8b414HQc=
trusted comment: old
XfIByyyafnmGovNXA5smSB1276/sCtvzdqCGnTP9dpkBWQc2U5shz7323xk74PVYgkP/kwtt8T6hLLK+JGIOBw==\n`,
  signifyKey: `untrusted comment: signify public key
RWTn0GLw2bLJk5hdgHoVk3JEJwJU0RzdlC4V3Tk+PPJwkQDndLMToEhx\n`,
  signify: `untrusted comment: verify with s.pub
RWTn0GLw2bLJk8/O/hmy10QcLoE16nANCEvLkvjvJCUFJqg98ANw8Rb3aUEAjxlo8w2Jq3/AqIjw8ZTDE92gmdV2ihu3F6i7hw4=\n`,
}

test.each([
  ['minisignKey', 'minisign', { trustedComment: 'trusted words', isPrehashed: true }],
  ['minisignKey', 'legacy', { trustedComment: 'old', isPrehashed: false }],
  ['signifyKey', 'signify', { trustedComment: null, isPrehashed: false }],
] as const)('what the real tools made: %s %s', (keyName, name, expected) => {
  const keys = [readSignifyKey(MADE[keyName])]
  const run = (text: string, list: Uint8Array) =>
    Trace.run('signify', 'The signature', (trace) => verifySignify(text, list, { keys, trace }))
  expect(run(MADE[name], LIST).value).toMatchObject(expected)
  expect(run(MADE[name], Buffer.from('other')).root.steps.find((step) => step.outcome === 'failed')).toMatchObject({
    id: 'signature',
    code: 'signature-invalid',
  })
  if (expected.trustedComment === null) return
  const lied = run(MADE[name].replace(expected.trustedComment, 'other words'), LIST)
  expect(lied.root.steps.find((step) => step.outcome === 'failed')).toMatchObject({ id: 'trusted-comment', code: 'signature-invalid' })
})

test('keys of another number are told apart', () => {
  const verdict = Trace.run('signify', 'The signature', (trace) =>
    verifySignify(MADE.signify, LIST, { keys: [readSignifyKey(MADE.minisignKey)], trace }),
  )
  expect(verdict.root.steps.find((step) => step.outcome === 'failed')).toMatchObject({ id: 'key', code: 'signer-unknown' })
})

const SIGNED =
  '-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n- - dash\ntext  \t\n-----BEGIN PGP SIGNATURE-----\n\nAAAA\n-----END PGP SIGNATURE-----\n'

test('cleartext: escapes undone, trailing blanks gone, CR LF between lines', () => {
  expect(readCleartext(SIGNED).signed.toString()).toBe('- dash\r\ntext')
  expect(readCleartext(SIGNED.replaceAll('\n', '\r\n')).text).toBe('- dash\ntext\n')
})

test.each([
  [SIGNED.replace('Hash: SHA256\n', ''), null],
  [SIGNED.replace('- - dash', '- dash'), null],
  [SIGNED.replace('- - dash', '-dash'), 'escaped'],
  [`text\n${SIGNED}`, 'nothing stands before'],
  [`${SIGNED}text\n`, 'outside'],
  [SIGNED + SIGNED, 'outside'],
  [SIGNED.replace('Hash: SHA256', 'Hash: SHA256\nSigned by: me'), 'headers'],
  [SIGNED.slice(0, SIGNED.indexOf('-----BEGIN PGP SIGNATURE')), 'no signature'],
])('cleartext %#', (text, reason) => {
  if (reason === null) expect(readCleartext(text).signed.length).toBeGreaterThan(0)
  else expect(() => readCleartext(text)).toThrow(reason)
})

test('armour: checksum, header lines, missing end', () => {
  const block = (body: string) => `-----BEGIN PGP SIGNATURE-----\n${body}\n-----END PGP SIGNATURE-----\n`
  expect(readArmour(`text before\n${block('Version: x\n\nAAAA')}`)).toEqual([{ label: 'PGP SIGNATURE', bytes: Buffer.alloc(3) }])
  expect(() => readArmour(block('\nAAAA\n=AAAA'))).toThrow('checksum')
  expect(() => readArmour(block('\nAA*A'))).toThrow('base64')
  expect(() => readArmour('-----BEGIN PGP SIGNATURE-----\n\nAAAA\n')).toThrow('does not end')
})
