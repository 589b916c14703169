import { parseCommit } from '@cupel/source'
import { expect, test } from 'vitest'
import { armoured, fixedEd25519, makeOpenPgp } from '../../../../test/make-openpgp.ts'
import { readPgpKeyring } from '../openpgp/keyring.ts'
import { readAllowedSigners } from '../ssh/allowed-signers.ts'
import { signSshSignature } from '../ssh/sign-ssh-signature.ts'
import { readSshPublicKey } from '../ssh/ssh-public-key.ts'
import { wireString } from '../ssh/wire-reader.ts'
import { gitObjectId } from './git-object-id.ts'
import type { GitTrust } from './git-trust.ts'
import type { HistoryPolicy } from './history-report.ts'
import { HistoryJudge, isAmong } from './history-report.ts'
import { Trace } from '../verdict/trace.ts'
import { verifyMergeTags } from './verify-merge-tags.ts'

const people = Object.fromEntries(
  ['ada', 'bob', 'eve'].map((name, at) => {
    const { privateKey, publicBytes } = fixedEd25519(20 + at)
    const publicKey = readSshPublicKey(Buffer.concat([wireString('ssh-ed25519'), wireString(publicBytes)]))
    return [name, { publicKey, keyObject: privateKey, comment: '' }]
  }),
)
const signers = ['ada', 'bob']
  .map((name) => `${name}@example.org ssh-ed25519 ${people[name]?.publicKey.blob.toString('base64')}`)
  .join('\n')
const pgp = makeOpenPgp()
const trust: GitTrust = {
  ssh: { signers: readAllowedSigners(signers), identities: new Map() },
  openpgp: { keyring: readPgpKeyring(pgp.certificate), now: new Date(1_700_000_000_000) },
}

interface Plan {
  readonly by: string
  readonly as?: string
  readonly time?: number
  readonly merges?: boolean
}

/** Commits of a history planned oldest first; as a walk gives them. */
function history(plans: readonly Plan[]) {
  const made: ReturnType<typeof parseCommit>[] = []
  for (const [at, { by, as = by, time = 1_650_000_000 + at, merges = false }] of plans.entries()) {
    const parents = [...(at > 0 ? [made[at - 1]?.id] : []), ...(merges ? [made[0]?.id] : [])]
    const head = [
      `tree ${'1'.repeat(40)}`,
      ...parents.map((id) => `parent ${id}`),
      `author x <x@y> ${time} +0000`,
      `committer C <${as}@example.org> ${time} +0000`,
    ]
    const payload = Buffer.from([...head, '', `commit ${at}`, ''].join('\n'))
    const armour =
      by === 'pgp'
        ? armoured('SIGNATURE', pgp.sign(payload))
        : by === 'nobody'
          ? ''
          : signSshSignature(payload, people[by] as never, { namespace: 'git' })
    const signature = armour === '' ? [] : [`gpgsig ${armour.trimEnd().replaceAll('\n', '\n ')}`]
    const raw = Buffer.from([...head, ...signature, '', `commit ${at}`, ''].join('\n'))
    made.push(parseCommit(gitObjectId('commit', raw, 40), raw))
  }
  return made.reverse()
}

function judge(plans: readonly Plan[], policy: HistoryPolicy = {}) {
  const commits = history(plans)
  const judged = new HistoryJudge({ trust, policy })
  for (const commit of commits) judged.add(commit)
  const report = judged.report()
  const place = (id: string | null) => (id === null ? null : commits.length - 1 - commits.findIndex((commit) => commit.id === id))
  return { report, place, violations: report.violations.map(({ id, code }) => `${place(id)} ${code}`) }
}

test('counts by letter, key and person, and the first unsigned commits of both ends', () => {
  const { report, place } = judge([
    { by: 'nobody' },
    { by: 'ada' },
    { by: 'nobody' },
    { by: 'bob' },
    { by: 'eve' },
    { by: 'pgp', as: 'ada' },
    { by: 'ada' },
  ])
  expect(report.letters).toEqual({ G: 4, U: 1, N: 2 })
  expect(report.byPerson.map(({ name, commits }) => [name, commits])).toEqual([
    ['ada@example.org', 2],
    ['Ada <ada@example.org>', 1],
    ['bob@example.org', 1],
  ])
  expect(report.byKey.map(({ name }) => name)).toContain(pgp.fingerprint)
  expect([place(report.newestUnsigned), place(report.oldestUnsigned)]).toEqual([2, 0])
})

test('policies: everybody trusted, some people only, the committer himself, merges', () => {
  const plans: readonly Plan[] = [{ by: 'ada' }, { by: 'bob' }, { by: 'ada', as: 'bob' }, { by: 'nobody', merges: true }, { by: 'eve' }]
  expect(judge(plans).violations).toEqual(['4 signer-unknown', '3 evidence-missing'])
  expect(judge(plans, { allowUnsignedMerges: true }).violations).toEqual(['4 signer-unknown'])
  expect(judge(plans, { signers: 'ada@*', allowUnsignedMerges: true }).violations).toEqual(['4 signer-unknown', '1 signer-mismatch'])
  expect(judge(plans, { signerIsCommitter: true, allowUnsignedMerges: true }).violations).toEqual(['4 signer-unknown', '2 signer-mismatch'])
  expect(judge([{ by: 'ada' }, { by: 'pgp', as: 'ada' }], { signerIsCommitter: true }).violations).toEqual([])
})

test('a commit dated before its parent is told', () => {
  expect(
    judge([
      { by: 'ada', time: 1_650_000_000 },
      { by: 'ada', time: 1_600_000_000 },
    ]).violations,
  ).toEqual(['1 time-invalid'])
  expect(
    judge([
      { by: 'ada', time: 1_650_000_000 },
      { by: 'ada', time: 1_649_990_000 },
    ]).violations,
  ).toEqual([])
})

test('a signature pasted from another commit, two signatures, and content of another id are refused', () => {
  const [newer, older] = history([{ by: 'ada' }, { by: 'ada' }])
  if (newer === undefined || older === undefined) throw new Error('no commits')
  const text = (commit: typeof newer) => Buffer.from(commit.raw).toString('latin1')
  const header = (commit: typeof newer) => /gpgsig [\s\S]*?-----END SSH SIGNATURE-----\n/.exec(text(commit))?.[0] ?? ''
  const pasted = Buffer.from(text(newer).replace(header(newer), header(older)))
  const doubled = Buffer.from(text(newer).replace(header(newer), header(newer) + header(older)))
  const letters = [pasted, doubled].map((raw) => new HistoryJudge({ trust }).add(parseCommit(gitObjectId('commit', raw, 40), raw)).letter)
  expect(letters).toEqual(['B', 'B'])
  expect(new HistoryJudge({ trust }).add({ ...newer, id: older.id }).letter).toBe('B')
})

test('signed tags that a merge keeps', () => {
  const target = '2'.repeat(40)
  const tagText = `object ${target}\ntype commit\ntag v1\ntagger Ada <ada@example.org> 1650000000 +0000\n\nfirst\n`
  const tag = tagText + signSshSignature(Buffer.from(tagText), people['ada'] as never, { namespace: 'git' })
  const merge = (parent: string) => {
    const head = [
      `tree ${'1'.repeat(40)}`,
      `parent ${'1'.repeat(40)}`,
      `parent ${parent}`,
      'author A <a@b> 1 +0000',
      'committer A <a@b> 1 +0000',
    ]
    const raw = Buffer.from([...head, `mergetag ${tag.trimEnd().replaceAll('\n', '\n ')}`, '', 'merge', ''].join('\n'))
    return parseCommit(gitObjectId('commit', raw, 40), raw)
  }
  const verdict = (parent: string) => Trace.run('merge', 'The merge', (trace) => verifyMergeTags(merge(parent), trust, trace))
  expect(verdict(target).value?.map(({ name, tag: made }) => [name, made.signer.names])).toEqual([['v1', ['ada@example.org']]])
  expect(verdict('3'.repeat(40)).outcome).toBe('refused')
})

test.each<[string, readonly string[], boolean]>([
  ['by name', ['Ada <ada@example.org>'], true],
  ['left out', ['eve@example.org'], false],
  ['left out, in other letters', ['Eve <EVE@example.org>'], false],
  ['left out, with another name of her own choice', ['eve@example.org', 'Boss <boss@example.org>'], false],
  ['a stranger', ['x@example.com'], false],
  ['nobody', [], false],
])('among those asked for: %s', (_, names, expected) => {
  expect(isAmong(names, '*@example.org,!eve@example.org')).toBe(expected)
})
