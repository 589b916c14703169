import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { gittufEnvelope, gittufKey, gittufRoot, gittufRules } from '../../../../test/make-gittuf.ts'
import { Refused } from '../verdict/refused.ts'
import { Trace } from '../verdict/trace.ts'
import { verifyGittufPolicy } from './gittuf-policy.ts'
import { verifyFileChanges } from './verify-file-changes.ts'

const [ada, bob] = [gittufKey(2), gittufKey(3)]
const [FROM, TREE, REF] = ['1'.repeat(40), '2'.repeat(40), 'refs/heads/main']

const rules = gittufRules({ ada, bob }, [{ name: 'source', paths: ['file:src/*'], principalIDs: ['ada', 'bob'], threshold: 2 }])
const files = new Map([
  ['metadata/root.json', Buffer.from(gittufEnvelope(gittufRoot(ada), ada))],
  ['metadata/targets.json', Buffer.from(gittufEnvelope(rules, ada))],
])
const policy = Trace.run('policy', 'Policy', (trace) => verifyGittufPolicy(files, { trust: {} }, trace)).value!

const commit = (() => {
  const head = [`tree ${TREE}`, `parent ${FROM}`, 'author A <a@b> 1700000000 +0000', 'committer A <a@b> 1700000000 +0000']
  const signature = ada
    .sign(Buffer.from([...head, '', 'text'].join('\n')))
    .trimEnd()
    .replaceAll('\n', '\n ')
  const raw = Buffer.from([...head, `gpgsig ${signature}`, '', 'text'].join('\n'))
  return { id: createHash('sha1').update(`commit ${raw.length}\0`).update(raw).digest('hex'), raw }
})()

const statement = {
  type: 'https://in-toto.io/Statement/v1',
  subject: [{ digest: { gitTree: TREE } }],
  predicate_type: 'https://gittuf.dev/reference-authorization/v0.2',
  predicate: { targetRef: REF, fromID: FROM, targetID: TREE },
}

function judged({
  raw = commit.raw,
  authorization = Buffer.from(gittufEnvelope(statement, bob)),
}: { readonly raw?: Buffer; readonly authorization?: Buffer } = {}): string {
  const change = { ref: REF, fromId: FROM, treeId: TREE, approvals: [], authorizations: [authorization] }
  const query = { policy, trust: {}, now: new Date('2026-01-01T00:00:00Z'), keys: new WeakMap() }
  try {
    const { outcome } = Trace.run('files', 'Files', (trace) =>
      verifyFileChanges(change, [{ commit: { id: commit.id, raw }, paths: ['src/a', 'README'] }], { query, trace }),
    )
    return outcome
  } catch (error) {
    return error instanceof Refused ? 'thrown' : 'crashed'
  }
}

describe('a commit to a file of two owners', () => {
  it('is verified when one signed it and the other authorised the change', () => {
    expect(judged()).toBe('verified')
  })

  it('is refused when the authorisation is by the one who signed, for another change, or of an unknown version', () => {
    const others = [
      gittufEnvelope(statement, ada),
      gittufEnvelope(statement),
      ...['targetRef', 'fromID', 'targetID'].map((name) =>
        gittufEnvelope({ ...statement, predicate: { ...statement.predicate, [name]: 'x' } }, bob),
      ),
      gittufEnvelope({ ...statement, predicate_type: 'https://gittuf.dev/reference-authorization/v0.9' }, bob),
      '{}',
    ]
    expect(others.map((text) => judged({ authorization: Buffer.from(text) }))).toEqual(others.map(() => 'refused'))
  })

  it('one key under two names is one signer, however many authorisations it made', () => {
    const shared = gittufRules({ ada, bob, eve: bob }, [
      { name: 'source', paths: ['file:src/*'], principalIDs: ['ada', 'bob', 'eve'], threshold: 3 },
    ])
    const state = new Map([...files, ['metadata/targets.json', Buffer.from(gittufEnvelope(shared, ada))] as const])
    const query = {
      policy: Trace.run('policy', 'Policy', (trace) => verifyGittufPolicy(state, { trust: {} }, trace)).value!,
      trust: {},
      now: new Date('2026-01-01T00:00:00Z'),
    }
    const twice = [statement, { ...statement, again: true }].map((text) => Buffer.from(gittufEnvelope(text, bob)))
    const change = { ref: REF, fromId: FROM, treeId: TREE, approvals: [], authorizations: twice }
    const { outcome } = Trace.run('files', 'Files', (trace) => verifyFileChanges(change, [{ commit, paths: ['src/a'] }], { query, trace }))
    expect(outcome).toBe('refused')
  })

  it('is refused with any byte of the authorisation or of the commit changed', () => {
    const mutants = (bytes: Buffer, every: number): readonly Buffer[] =>
      Array.from({ length: Math.floor(bytes.length / every) }, (_, at) => {
        const copy = Buffer.from(bytes)
        copy[at * every]! ^= 1
        return copy
      })
    // The line break after the armour says nothing, and is not looked at.
    const envelope = JSON.parse(gittufEnvelope(statement, bob)) as { signatures: { sig: string }[] }
    const [signature] = envelope.signatures
    signature!.sig = Buffer.from(Buffer.from(signature!.sig, 'base64').toString().trimEnd()).toString('base64')
    const authorization = Buffer.from(JSON.stringify(envelope))
    expect(judged({ authorization })).toBe('verified')
    const outcomes = [
      ...mutants(authorization, 2).map((changed) => judged({ authorization: changed })),
      ...mutants(commit.raw, 2).map((raw) => judged({ raw })),
    ]
    expect(new Set(outcomes)).toEqual(new Set(['refused']))
    expect(outcomes.length).toBeGreaterThan(600)
  })
})
