import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parsePerson } from './git-person.ts'
import { parseTrailers } from './git-trailers.ts'
import { parseCommit } from './parse-commit.ts'
import { parseTag } from './parse-tag.ts'
import { isRefName } from './read-refs.ts'
import { splitSignedCommit, splitSignedTag } from './signed-object.ts'

const MESSAGES = [
  'subject\n\nSigned-off-by: A <a@b>\n',
  'subject\n\nbody\n\nReviewed-by: A <a@b>\nAcked-by: B <b@c>\n continued here\n',
  'subject\n\nFixes: something\nthis is text\nand more\nmore\nmore\n',
  'subject\n\ntext\nSigned-off-by: A <a@b>\n',
  'subject\n\na\nb\nc\nd\nSigned-off-by: A <a@b>\n',
  'subject\n\n(cherry picked from commit 0123456789)\nSigned-off-by: A <a@b>\n',
  'Signed-off-by: A <a@b>\n',
  'subject\n\nKey : value\nOther-Key:\tvalue\n',
  'subject\n\nnot a trailer\n',
  'subject\n\nCo-authored-by: B <b@c>\n\nlast paragraph\n',
  'subject\n\nhttps://example.org/x\n',
  'subject\n\n Signed-off-by: A <a@b>\n',
]

test.each(MESSAGES)('trailers as git reads them: %j', (message) => {
  const listed = execFileSync('git', ['interpret-trailers', '--parse', '--no-divider'], { input: message }).toString()
  const ours = parseTrailers(message).map(({ key, value }) => `${key}: ${value}`)
  expect(ours.map((line) => line.trim())).toEqual(
    listed
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('('))
      .map((line) => line.trim()),
  )
})

test.each([
  ['A B <a@b> 1700000000 +0100', { name: 'A B', email: 'a@b', time: 1_700_000_000, zone: '+0100' }],
  ['<a@b> 5 +0000', { name: '', email: 'a@b', time: 5, zone: '+0000' }],
  ['A <a> <b@c> 7 -0330', { name: 'A', email: 'a', time: 7, zone: '-0330' }],
  ['nobody', { name: 'nobody', email: '', time: Number.NaN, zone: '' }],
  ['A <a@b> soon', { name: 'A', email: 'a@b', time: Number.NaN, zone: '' }],
])('person %j', (line, expected) => {
  expect(parsePerson(line)).toEqual(expected)
})

test('signatures are cut out exactly, and counted', () => {
  const head = 'tree 1\nauthor A <a@b> 1 +0000\n'
  const armour = '-----BEGIN SSH SIGNATURE-----\nAAAA\n-----END SSH SIGNATURE-----'
  const header = `gpgsig ${armour.replaceAll('\n', '\n ')}\n`
  const body = '\nmessage\n\ngpgsig not a header\n'
  const signature = splitSignedCommit(Buffer.from(head + header + body))
  expect([signature?.kind, signature?.armour, Buffer.from(signature?.payload ?? []).toString(), signature?.count]).toEqual([
    'ssh',
    armour + '\n',
    head + body,
    1,
  ])
  expect(splitSignedCommit(Buffer.from(head + header + header + body))?.count).toBe(2)
  expect(splitSignedCommit(Buffer.from(head + body))).toBeNull()
  const other = `gpgsig-sha256 ${armour.replaceAll('\n', '\n ')}\n`
  expect(splitSignedCommit(Buffer.from(head + other + body))).toBeNull()
  expect(Buffer.from(splitSignedCommit(Buffer.from(head + header + other + body))?.payload ?? []).toString()).toBe(head + body)
  const tag =
    'object 1\ntype commit\ntag v1\n\n-----BEGIN PGP SIGNATURE-----\nquoted\n-----BEGIN PGP SIGNATURE-----\nreal\n-----END PGP SIGNATURE-----\n'
  expect(splitSignedTag(Buffer.from(tag))?.armour).toBe('-----BEGIN PGP SIGNATURE-----\nreal\n-----END PGP SIGNATURE-----\n')
})

test('encodings of messages', () => {
  const latin = Buffer.concat([Buffer.from('tree 1\nencoding ISO-8859-1\n\n'), Buffer.of(0xe9)])
  expect(parseCommit('1'.repeat(40), latin).message).toBe('é')
  expect(parseCommit('1'.repeat(40), Buffer.from('tree 1\nencoding nonsense\n\nplain')).message).toBe('plain')
})

test('anything at all can be parsed', () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 400 }),
    fc.string({ maxLength: 400 }).map((text) => Buffer.from(`tree a\nauthor ${text}\ngpgsig ${text}\n\n${text}`)),
  )
  fc.assert(
    fc.property(bytes, (raw) => {
      const commit = parseCommit('1'.repeat(40), raw)
      const tag = parseTag('1'.repeat(40), raw)
      return Array.isArray(commit.trailers) && commit.signature !== undefined && tag.signature !== undefined
    }),
    { seed: 1, numRuns: 500 },
  )
})

test.each([
  ['refs/heads/main', true],
  ['refs/heads/../../x', false],
  ['refs/heads/a b', false],
  ['refs/heads/.hidden', false],
  ['refs/heads/x.lock', false],
  ['refs/heads/', false],
  ['refs/heads/a\nb', false],
  ['HEAD', false],
  ['refs/heads/ünï', true],
])('name of a ref %j: %s', (name, expected) => {
  expect(isRefName(name)).toBe(expected)
})
