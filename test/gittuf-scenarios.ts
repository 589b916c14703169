import { gittufEnvelope, gittufKey, gittufRoot, gittufRules } from './make-gittuf.ts'
import type { GittufKey, GittufRepository, MadeFiles, MadeRule } from './make-gittuf.ts'

/** A history under a gittuf policy, and how it must be judged. */
export interface GittufScenario {
  readonly name: string
  readonly make: (repository: GittufRepository) => void
  /** Exit code and the code of the innermost failure. */
  readonly verdict: string
  /** The ref to judge; default: main. */
  readonly ref?: string
  /** What gittuf itself says of it where that differs, and why. */
  readonly gittuf?: readonly ['verifies' | 'refuses', why: string]
}

export const [ROOT, ADA, BOB, EVE] = [gittufKey(1), gittufKey(2), gittufKey(3), gittufKey(4)] as const
const MALLORY = gittufKey(5)

const MAIN = 'refs/heads/main'
const PEOPLE = { ada: ADA, bob: BOB, eve: EVE }
const OWNERS: readonly MadeRule[] = [
  { name: 'main', paths: [`git:${MAIN}`], principalIDs: ['ada', 'bob'] },
  { name: 'source', paths: ['file:src/*'], principalIDs: ['ada'] },
  { name: 'docs', paths: ['file:docs/*'], principalIDs: ['bob'] },
]

interface Start {
  readonly rules?: readonly MadeRule[]
  /** Rule files by the rule that delegates to them. */
  readonly delegated?: Readonly<Record<string, string>>
  readonly root?: Readonly<Record<string, unknown>>
  readonly version?: number
}

function policyFiles({ rules = OWNERS, delegated = {}, root = {}, version }: Start = {}): MadeFiles {
  return {
    root: gittufEnvelope(gittufRoot(ROOT, root), ROOT),
    targets: gittufEnvelope(gittufRules(PEOPLE, rules, version), ROOT),
    ...delegated,
  }
}

const BASE: MadeFiles = { 'src/a': '1', 'docs/b': '1', README: '1' }

/** Main with one commit, which the owners of all its files stand behind. */
function started(repository: GittufRepository, start: Start = {}): string {
  repository.policy(policyFiles({ rules: [{ name: 'first', paths: ['*'], principalIDs: ['ada'] }] }), ROOT)
  const first = repository.commit('first', { files: BASE, by: ADA })
  repository.record(MAIN, first, ADA)
  repository.policy(policyFiles(start), ROOT)
  return first
}

/** One more commit on main with these files changed. */
function next(
  files: MadeFiles,
  { by, start = {}, recordedBy = ADA }: { readonly by?: GittufKey; readonly start?: Start; readonly recordedBy?: GittufKey },
) {
  return (repository: GittufRepository): void => {
    const first = started(repository, start)
    const second = repository.commit('second', { files: { ...BASE, ...files }, parents: [first], ...(by === undefined ? {} : { by }) })
    repository.record(MAIN, second, recordedBy)
  }
}

const TWO: readonly MadeRule[] = [OWNERS[0]!, { name: 'source', paths: ['file:src/*'], principalIDs: ['ada', 'bob'], threshold: 2 }]

/** A commit to the source by Ada, and an authorisation of a change of main by Bob. */
function authorized(about: 'this' | 'other', when: 'before' | 'after') {
  return (repository: GittufRepository): void => {
    const first = started(repository, { rules: TWO })
    const second = repository.commit('second', { files: { ...BASE, 'src/a': '2' }, parents: [first], by: ADA })
    const given = repository.authorization(MAIN, { from: first, to: about === 'this' ? second : first }, BOB)
    if (when === 'before') repository.attest(given, ADA)
    repository.record(MAIN, second, ADA)
    if (when === 'after') repository.attest(given, ADA)
  }
}

const delegatedTo = (...rules: readonly MadeRule[]): Start => ({
  delegated: { docs: gittufEnvelope(gittufRules(PEOPLE, rules), BOB) },
})

function merged(tree: 'feature' | 'old' | 'own', by?: GittufKey) {
  return (repository: GittufRepository): void => {
    const first = started(repository)
    const [one, two] = [
      { ...BASE, 'src/a': '2' },
      { ...BASE, 'src/a': '2', 'docs/b': '2' },
    ]
    const second = repository.commit('second', { files: one, parents: [first], by: ADA })
    repository.record(MAIN, second, ADA)
    const feature = repository.commit('feature', { files: two, parents: [second], by: BOB })
    const files = tree === 'feature' ? two : tree === 'old' ? BASE : { ...two, 'src/a': '3' }
    const parents = [second, tree === 'old' ? first : feature]
    repository.record(MAIN, repository.commit('merge', { files, parents, ...(by === undefined ? {} : { by }) }), ADA)
  }
}

function forced(globalRules: readonly object[]) {
  return (repository: GittufRepository): void => {
    const start = { root: { globalRules } }
    const first = started(repository, start)
    repository.record(MAIN, repository.commit('second', { files: { ...BASE, README: '2' }, parents: [first] }), ADA)
    repository.record(MAIN, repository.commit('other second', { files: { ...BASE, README: '3' }, parents: [first] }), ADA)
  }
}

/** Two have to stand behind main; the second is somebody whom only the one to whom the docs were delegated knows. */
function madeUp(by: GittufKey) {
  return (repository: GittufRepository): void => {
    const people = { ...PEOPLE, mallory: MALLORY }
    const guide = { name: 'guide', paths: ['file:docs/guide/*'], principalIDs: ['mallory'] }
    const globalRules = [{ name: 'two', type: 'threshold', paths: ['git:*'], threshold: 2 }]
    const first = started(repository, { delegated: { docs: gittufEnvelope(gittufRules(people, [guide]), BOB) }, root: { globalRules } })
    const second = repository.commit('second', { files: { ...BASE, README: '2' }, parents: [first] })
    repository.attest(repository.authorization(MAIN, { from: first, to: second }, by), ADA)
    repository.record(MAIN, second, ADA)
  }
}

function undone(fix: boolean) {
  return (repository: GittufRepository): void => {
    const first = started(repository)
    const bad = repository.commit('bad', { files: { ...BASE, README: 'bad' }, parents: [first], by: EVE })
    repository.takeBack(repository.record(MAIN, bad, EVE), ADA)
    const after = fix ? repository.commit('fix', { files: BASE, parents: [bad], by: ADA }) : bad
    if (fix) repository.record(MAIN, after, ADA)
    repository.record(MAIN, repository.commit('on', { files: { ...BASE, README: 'on' }, parents: [after], by: ADA }), ADA)
  }
}

function tagged(by: GittufKey) {
  return (repository: GittufRepository): void => {
    const first = started(repository, { rules: [...OWNERS, { name: 'releases', paths: ['git:refs/tags/v*'], principalIDs: ['ada'] }] })
    const payload = `object ${first}\ntype commit\ntag v1\ntagger A <a@b> 1700000000 +0000\n\nv1\n`
    const tag = repository.git(payload + by.sign(Buffer.from(payload)), 'hash-object', '-t', 'tag', '-w', '--stdin')
    repository.record('refs/tags/v1', tag, ADA)
  }
}

function policies(...versions: readonly (number | undefined)[]) {
  return (repository: GittufRepository): void => {
    started(repository)
    for (const [at, version] of versions.entries()) {
      const rules = at % 2 === 0 ? OWNERS.slice(0, 2) : OWNERS
      repository.policy(policyFiles({ rules, ...(version === undefined ? {} : { version }) }), ROOT)
    }
  }
}

export const GITTUF_SCENARIOS: readonly GittufScenario[] = [
  { name: 'a file by its owner', make: next({ 'src/a': '2' }, { by: ADA }), verdict: '0 ' },
  { name: 'a file by the owner of another', make: next({ 'src/a': '2' }, { by: BOB }), verdict: '5 rule-violated' },
  { name: 'a file by nobody', make: next({ 'docs/b': '2' }, {}), verdict: '5 rule-violated' },
  { name: 'two files by the owner of one', make: next({ 'src/a': '2', 'docs/b': '2' }, { by: ADA }), verdict: '5 rule-violated' },
  { name: 'a file of nobody by nobody', make: next({ README: '2' }, {}), verdict: '0 ' },
  { name: 'a new file in a protected folder', make: next({ 'src/deep/er/c': '1' }, { by: EVE }), verdict: '5 rule-violated' },
  {
    name: 'a name that git quotes',
    make: next({ 'src/ä': '1' }, { by: EVE }),
    verdict: '5 rule-violated',
    gittuf: ['verifies', 'it compares the quoted name with the rule'],
  },
  {
    name: 'a file taken away',
    make: (repository) => {
      const first = started(repository)
      repository.record(MAIN, repository.commit('second', { files: { 'docs/b': '1', README: '1' }, parents: [first], by: BOB }), ADA)
    },
    verdict: '5 rule-violated',
  },
  {
    name: 'a commit in between that does what the next undoes',
    make: (repository) => {
      const first = started(repository)
      const second = repository.commit('second', { files: { ...BASE, 'src/a': '2' }, parents: [first], by: EVE })
      repository.record(MAIN, repository.commit('third', { files: BASE, parents: [second], by: ADA }), ADA)
    },
    verdict: '5 rule-violated',
  },
  { name: 'a merge without content of its own', make: merged('feature'), verdict: '0 ' },
  { name: 'a merge with content of its own by the wrong one', make: merged('own', BOB), verdict: '5 rule-violated' },
  {
    name: 'a merge with an old state that undoes the work of others',
    make: merged('old', EVE),
    verdict: '5 rule-violated',
    gittuf: ['verifies', 'a merge that is as its last parent changes nothing for it'],
  },
  { name: 'two owners, one of them', make: next({ 'src/a': '2' }, { by: ADA, start: { rules: TWO } }), verdict: '5 rule-violated' },
  { name: 'two owners, the other authorised it', make: authorized('this', 'before'), verdict: '0 ' },
  { name: 'two owners, the other authorised something else', make: authorized('other', 'before'), verdict: '5 rule-violated' },
  { name: 'two owners, the other authorised it afterwards', make: authorized('this', 'after'), verdict: '5 rule-violated' },
  {
    name: 'delegated by the owner',
    make: next(
      { 'docs/guide/c': '1' },
      { by: EVE, start: delegatedTo({ name: 'guide', paths: ['file:docs/guide/*'], principalIDs: ['eve'] }) },
    ),
    verdict: '0 ',
  },
  {
    name: 'delegated by the owner, and more taken',
    make: next({ 'docs/c': '1' }, { by: EVE, start: delegatedTo({ name: 'guide', paths: ['file:docs/guide/*'], principalIDs: ['eve'] }) }),
    verdict: '5 rule-violated',
  },
  {
    name: 'delegated what the owner does not have: a file',
    make: next({ 'src/a': '2' }, { by: EVE, start: delegatedTo({ name: 'all', paths: ['*'], principalIDs: ['eve'] }) }),
    verdict: '5 rule-violated',
  },
  {
    name: 'delegated what the owner does not have: the branch',
    make: next({ README: '2' }, { recordedBy: EVE, start: delegatedTo({ name: 'all', paths: ['*'], principalIDs: ['eve'] }) }),
    verdict: '5 signer-unknown',
  },
  {
    name: 'a second rule for the same file',
    make: next({ 'src/a': '2' }, { by: EVE, start: { rules: [...OWNERS, { name: 'any', paths: ['file:*'], principalIDs: ['eve'] }] } }),
    verdict: '0 ',
  },
  {
    name: 'a second rule after the last word',
    make: next(
      { 'src/a': '2' },
      {
        by: EVE,
        start: { rules: [OWNERS[0]!, { ...OWNERS[1]!, terminating: true }, { name: 'any', paths: ['file:*'], principalIDs: ['eve'] }] },
      },
    ),
    verdict: '5 rule-violated',
    gittuf: ['verifies', 'a rule has the last word for it only where it delegates'],
  },
  { name: 'a branch that left its history behind', make: forced([]), verdict: '0 ' },
  {
    name: 'a branch that left its history behind against a global rule',
    make: forced([{ name: 'forward', type: 'block-force-pushes', paths: ['git:*'] }]),
    verdict: '5 rule-violated',
  },
  {
    name: 'a global rule that asks for two',
    make: next({ README: '2' }, { start: { root: { globalRules: [{ name: 'two', type: 'threshold', paths: ['git:*'], threshold: 2 }] } } }),
    verdict: '5 threshold-not-met',
  },
  { name: 'a global rule that asks for two, and has them', make: madeUp(EVE), verdict: '0 ' },
  {
    name: 'a global rule that asks for two, one made up by a delegate',
    make: madeUp(MALLORY),
    verdict: '5 threshold-not-met',
    gittuf: ['verifies', 'everybody whom any rule file defines counts for it'],
  },
  {
    name: 'a global rule beside a rule that is not met',
    make: next(
      { 'src/a': '2' },
      { by: EVE, start: { root: { globalRules: [{ name: 'one', type: 'threshold', paths: ['git:refs/heads/x'], threshold: 1 }] } } },
    ),
    verdict: '5 rule-violated',
    gittuf: ['verifies', 'with any global rule it asks no other rule'],
  },
  { name: 'a change taken back and undone', make: undone(true), verdict: '0 ' },
  { name: 'a change taken back and kept', make: undone(false), verdict: '5 rule-violated' },
  {
    name: 'a change whose commits are gone',
    make: (repository) => {
      started(repository)
      const main = repository.git('', 'rev-parse', MAIN)
      repository.entry('RSL Reference Entry', [`ref: ${MAIN}`, `targetID: ${'1'.repeat(40)}`], ADA)
      repository.record(MAIN, main, ADA)
    },
    verdict: '3 ',
    gittuf: ['refuses', 'it cannot read the commit'],
  },
  {
    name: 'a policy that is not there',
    make: (repository) => {
      started(repository)
      repository.entry('RSL Reference Entry', ['ref: refs/gittuf/policy', `targetID: ${'1'.repeat(40)}`], ROOT)
    },
    verdict: '5 evidence-missing',
    gittuf: ['verifies', 'it looks at the policies before the last change of the ref alone'],
  },
  {
    name: 'approvals that are not there',
    make: (repository) => {
      const first = started(repository)
      repository.entry('RSL Reference Entry', ['ref: refs/gittuf/attestations', `targetID: ${'1'.repeat(40)}`], ROOT)
      repository.record(MAIN, repository.commit('second', { files: { ...BASE, 'src/a': '2' }, parents: [first], by: ADA }), ADA)
    },
    verdict: '0 ',
    gittuf: ['refuses', 'it needs every state of the approvals, asked for or not'],
  },
  {
    name: 'a tag of nothing',
    make: (repository) => {
      started(repository)
      const payload = `object zzz\ntype commit\ntag v1\ntagger A <a@b> 1700000000 +0000\n\nv1\n`
      const tag = repository.git(payload + ADA.sign(Buffer.from(payload)), 'hash-object', '-t', 'tag', '-w', '--literally', '--stdin')
      repository.entry('RSL Reference Entry', ['ref: refs/tags/v1', `targetID: ${tag}`], ADA)
    },
    ref: 'refs/tags/v1',
    verdict: '5 policy-not-met',
  },
  { name: 'a tag by whom the rule names', make: tagged(ADA), ref: 'refs/tags/v1', verdict: '0 ' },
  { name: 'a tag of somebody else, recorded by the right one', make: tagged(EVE), ref: 'refs/tags/v1', verdict: '5 signer-unknown' },
  { name: 'policies that grow', make: policies(1, 2, 2), verdict: '0 ' },
  {
    name: 'a policy that goes back by its number',
    make: policies(2, 3, 2),
    verdict: '5 rollback',
    gittuf: ['verifies', 'it looks at the policies before the last change of the ref alone'],
  },
  {
    name: 'a policy without numbers that comes back',
    make: policies(undefined, undefined, undefined),
    verdict: '3 ',
    gittuf: ['verifies', 'it does not look whether a policy had been replaced before'],
  },
]
