import { parseCommit } from '@cupel/source'
import { expect, test } from 'vitest'
import { fixedEd25519 } from '../../../../test/make-openpgp.ts'
import { preAuthEncoding } from '../dsse/pre-auth-encoding.ts'
import { gitObjectId } from '../git/git-object-id.ts'
import { signSshSignature } from '../ssh/sign-ssh-signature.ts'
import { readSshPublicKey } from '../ssh/ssh-public-key.ts'
import { wireString } from '../ssh/wire-reader.ts'
import { Trace } from '../verdict/trace.ts'
import { verifyGittufPolicy } from './gittuf-policy.ts'
import { readReferenceStateLog } from './reference-state-log.ts'
import { readRslEntry } from './rsl-entry.ts'
import { verifyRefUpdate } from './verify-ref-update.ts'

const keys = [1, 2, 3, 4].map((fill) => {
  const { privateKey, publicBytes } = fixedEd25519(fill + 40)
  const publicKey = readSshPublicKey(Buffer.concat([wireString('ssh-ed25519'), wireString(publicBytes)]))
  return { publicKey, keyObject: privateKey, comment: '' }
})
const key = (at: number) => keys[at] as (typeof keys)[number]
const idOf = (at: number) => key(at).publicKey.fingerprint

function principals(...which: readonly number[]) {
  return Object.fromEntries(
    which.map((at) => [
      idOf(at),
      { keyid: idOf(at), keytype: 'ssh', scheme: 'ssh-ed25519', keyval: { public: key(at).publicKey.blob.toString('base64') } },
    ]),
  )
}

function envelope(payload: unknown, ...signers: readonly number[]): Buffer {
  const bytes = Buffer.from(JSON.stringify(payload))
  const message = preAuthEncoding('application/vnd.gittuf+json', bytes)
  const signatures = signers.map((at) => ({
    keyid: idOf(at),
    sig: Buffer.from(signSshSignature(message, key(at), { namespace: 'git' })).toString('base64'),
  }))
  return Buffer.from(JSON.stringify({ payloadType: 'application/vnd.gittuf+json', payload: bytes.toString('base64'), signatures }))
}

function root(rootKeys: readonly number[], threshold: number, targets: readonly number[] = [2]) {
  const role = (which: readonly number[], needed: number) => ({ principalIDs: which.map(idOf), threshold: needed })
  return {
    type: 'root',
    schemaVersion: 'https://gittuf.dev/policy/root/v0.2',
    principals: principals(...new Set([...rootKeys, ...targets, 3])),
    roles: { root: role(rootKeys, threshold), targets: role(targets, 1) },
    githubApps: { 'https://app.example': { trusted: true, ...role([3], 1) } },
  }
}

const people = {
  ada: { personID: 'ada', keys: principals(0), associatedIdentities: { 'https://app.example': 'ada+1' } },
  bob: { personID: 'bob', keys: {}, associatedIdentities: { 'https://app.example': 'bob+2' } },
}
const rules = (threshold: number) => ({
  type: 'targets',
  schemaVersion: 'http://gittuf.dev/policy/rule-file/v0.2',
  delegations: {
    principals: people,
    roles: [
      { name: 'main', paths: ['git:refs/heads/main'], terminating: false, principalIDs: ['ada', 'bob'], threshold },
      { name: 'gittuf-allow-rule', paths: ['*'], terminating: true, principalIDs: null, threshold: 1 },
    ],
  },
})

function policyOf(rootFile: Buffer, rulesFile?: Buffer, previous?: Buffer) {
  const files = (first: Buffer, second?: Buffer) =>
    new Map([['metadata/root.json', first], ...(second === undefined ? [] : ([['metadata/targets.json', second]] as const))])
  return Trace.run('policy', 'The policy', (trace) => {
    const before = previous === undefined ? {} : { previous: verifyGittufPolicy(files(previous), { trust: {} }, trace) }
    return verifyGittufPolicy(files(rootFile, rulesFile), { trust: {}, ...before }, trace)
  })
}

test.each([
  ['signed by itself', envelope(root([0], 1), 0), undefined, 'verified'],
  ['signed by nobody', envelope(root([0], 1)), undefined, 'refused'],
  ['signed by somebody else', envelope(root([0], 1), 1), undefined, 'refused'],
  ['threshold met', envelope(root([0, 1], 2), 0, 1), undefined, 'verified'],
  ['threshold by one key twice', envelope(root([0, 1], 2), 0, 0), undefined, 'refused'],
  ['agreed to by the root before', envelope(root([0, 1], 2), 0, 1), envelope(root([0], 1), 0), 'verified'],
  ['taken over', envelope(root([1], 1), 1), envelope(root([0], 1), 0), 'refused'],
])('root %s', (_, file, previous, expected) => {
  expect(policyOf(file, undefined, previous).outcome).toBe(expected)
})

test('one key under two ids is one signer', () => {
  const file = root([0], 2)
  const [first] = Object.values(principals(0))
  const twice = {
    ...file,
    principals: { ...file.principals, copy: { ...first, keyid: 'copy' } },
    roles: { ...file.roles, root: { principalIDs: [idOf(0), 'copy'], threshold: 2 } },
  }
  const signed = JSON.parse(envelope(twice, 0, 0).toString()) as { signatures: { keyid: string }[] }
  signed.signatures[1]!.keyid = 'copy'
  expect(policyOf(Buffer.from(JSON.stringify(signed))).outcome).toBe('refused')
})

test('rules must be signed by whom the root names', () => {
  const file = envelope(root([0], 1), 0)
  expect(policyOf(file, envelope(rules(1), 2)).value?.rules.map((rule) => rule.name)).toEqual(['main'])
  expect(policyOf(file, envelope(rules(1), 0)).outcome).toBe('refused')
  expect(policyOf(file, envelope({ ...rules(1), schemaVersion: 'x' }, 2)).outcome).toBe('refused')
})

function logCommit(message: string, by: number | null, parent?: string) {
  const head = [
    `tree ${'1'.repeat(40)}`,
    ...(parent === undefined ? [] : [`parent ${parent}`]),
    'author A <a@b> 1700000000 +0000',
    'committer A <a@b> 1700000000 +0000',
  ]
  const payload = Buffer.from([...head, '', message].join('\n'))
  const signature =
    by === null ? [] : [`gpgsig ${signSshSignature(payload, key(by), { namespace: 'git' }).trimEnd().replaceAll('\n', '\n ')}`]
  const raw = Buffer.from([...head, ...signature, '', message].join('\n'))
  return parseCommit(gitObjectId('commit', raw, 40), raw)
}

test.each([
  ['recorded by a principal', 1, 0, [], 'verified'],
  ['recorded by somebody else', 1, 1, [], 'refused'],
  ['not signed', 1, null, [], 'refused'],
  ['approved by a principal', 1, 1, ['bob+2'], 'verified'],
  ['recorded and approved by two', 2, 0, ['bob+2'], 'verified'],
  ['recorded and approved by one', 2, 0, ['ada+1'], 'refused'],
  ['approved by a stranger', 1, 1, ['eve+3'], 'refused'],
] as const)('a change %s', (_, threshold, by, approvers, expected) => {
  const policy = policyOf(envelope(root([0], 1), 0), envelope(rules(threshold), 2)).value
  if (policy === undefined) throw new Error('no policy')
  const predicate = { approvers, targetRef: 'refs/heads/main', fromRevisionID: '1'.repeat(40), targetTreeID: '2'.repeat(40) }
  const approval = (body: object, signer = 3) => ({ app: 'https://app.example', envelope: envelope({ predicate: body }, signer) })
  const commit = logCommit('RSL Reference Entry\n\nref: refs/heads/main\n', by)
  const outcome = (...approvals: readonly ReturnType<typeof approval>[]) => {
    const update = { commit, ref: 'refs/heads/main', fromId: '1'.repeat(40), treeId: '2'.repeat(40), approvals }
    return Trace.run('update', 'The change', (trace) =>
      verifyRefUpdate(update, { policy, trust: {}, now: new Date(1_700_000_000_000) }, trace),
    ).outcome
  }
  expect(outcome(approval(predicate))).toBe(expected)
  if (approvers.length === 0 || expected === 'refused') return
  expect(outcome(approval({ ...predicate, targetTreeID: '3'.repeat(40) }))).toBe('refused')
  expect(outcome(approval({ ...predicate, targetRef: 'refs/heads/x' }))).toBe('refused')
  expect(outcome(approval(predicate, 1))).toBe('refused')
  expect(outcome(approval({ ...predicate, approvers: [], dismissedApprovers: approvers }))).not.toBe(expected)
})

test('log entries and their chain', () => {
  const message = (number: number) => `RSL Reference Entry\n\nref: refs/heads/main\ntargetID: ${'1'.repeat(40)}\nnumber: ${number}\n`
  const first = logCommit(message(1), null)
  const second = logCommit(message(2), null, first.id)
  const skip = logCommit(
    `RSL Annotation Entry\n\nentryID: ${second.id}\nskip: true\nnumber: 3\n-----BEGIN MESSAGE-----\naGk=\n-----END MESSAGE-----\n`,
    null,
    second.id,
  )
  const log = readReferenceStateLog([skip, second, first])
  expect([log.entries.map(({ entry }) => entry.kind), [...log.skipped]]).toEqual([['reference', 'reference', 'annotation'], [second.id]])
  expect(() => readReferenceStateLog([skip, first])).toThrow('no chain')
  expect(() => readReferenceStateLog([second, { ...first, raw: second.raw }])).toThrow('its id')
  const late = logCommit(message(4), null, first.id)
  expect(() => readReferenceStateLog([late, first])).toThrow('gap')
  expect(() => readReferenceStateLog([])).toThrow('empty')
  expect(() => readRslEntry('x', 'Something else\n')).toThrow('no entry')
  expect(() => readRslEntry('x', 'RSL Reference Entry\n\nref: a\nref: b\ntargetID: 1\n')).toThrow('once')
})
