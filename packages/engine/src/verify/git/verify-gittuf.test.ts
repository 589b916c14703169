import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Step } from '@cupel/model'
import { preAuthEncoding, readSshPublicKey, signSshSignature } from '@cupel/provenance'
import { afterAll, describe, expect, it } from 'vitest'
import { fixedEd25519 } from '../../../../../test/make-openpgp.ts'
import { verifyGittuf } from './verify-gittuf.ts'

const NOW = new Date('2026-03-01T00:00:00Z')
const cwd = mkdtempSync(join(tmpdir(), 'cupel-gittuf-'))
afterAll(() => {
  rmSync(cwd, { recursive: true, force: true })
})

function key(fill: number) {
  const { privateKey, publicBytes } = fixedEd25519(fill)
  const wire = (bytes: Buffer): Buffer => Buffer.concat([Buffer.of(0, 0, 0, bytes.length), bytes])
  const publicKey = readSshPublicKey(Buffer.concat([wire(Buffer.from('ssh-ed25519')), wire(publicBytes)]))
  const id = publicKey.fingerprint
  const principal = { keyid: id, keytype: 'ssh', scheme: 'ssh-ed25519', keyval: { public: publicKey.blob.toString('base64') } }
  return {
    id,
    principal,
    sign: (message: Uint8Array) => signSshSignature(message, { publicKey, keyObject: privateKey, comment: '' }, { namespace: 'git' }),
  }
}
type Key = ReturnType<typeof key>
const [root, ada, eve] = [key(1), key(2), key(3)]

function envelope(payload: object, signer: Key): string {
  const bytes = Buffer.from(JSON.stringify(payload))
  const sig = Buffer.from(signer.sign(preAuthEncoding('application/vnd.gittuf+json', bytes))).toString('base64')
  return JSON.stringify({
    payloadType: 'application/vnd.gittuf+json',
    payload: bytes.toString('base64'),
    signatures: [{ keyid: signer.id, sig }],
  })
}

const rootOf = (signer: Key, name = signer.id): object => ({
  type: 'root',
  schemaVersion: 'https://gittuf.dev/policy/root/v0.2',
  principals: { [name]: { ...signer.principal, keyid: name } },
  roles: { root: { principalIDs: [name], threshold: 1 }, targets: { principalIDs: [name], threshold: 1 } },
})
const rulesOf = (...paths: readonly string[]): object => ({
  type: 'targets',
  schemaVersion: 'http://gittuf.dev/policy/rule-file/v0.2',
  delegations: {
    principals: { ada: { personID: 'ada', keys: { [ada.id]: ada.principal }, associatedIdentities: {} } },
    roles: [{ name: 'main', paths, terminating: true, principalIDs: ['ada'], threshold: 1 }],
  },
})

let made = 0

/** A repository of its own with a log that a test writes. */
class Repository {
  readonly folder = join(cwd, `r${++made}`)
  #parent = ''
  #number = 0

  constructor() {
    execFileSync('git', ['init', '--quiet', '--bare', '--initial-branch=main', this.folder])
  }

  git(input: string, ...args: readonly string[]): string {
    return execFileSync('git', ['-C', this.folder, ...args], { input, encoding: 'utf8' }).trim()
  }

  commit(message: string, { tree = this.git('', 'mktree'), parent = '', by }: { tree?: string; parent?: string; by?: Key } = {}): string {
    const head = [
      `tree ${tree}`,
      ...(parent === '' ? [] : [`parent ${parent}`]),
      'author A <a@b> 1700000000 +0000',
      'committer A <a@b> 1700000000 +0000',
    ]
    const signature =
      by === undefined
        ? []
        : [
            `gpgsig ${by
              .sign(Buffer.from([...head, '', message].join('\n')))
              .trimEnd()
              .replaceAll('\n', '\n ')}`,
          ]
    return this.git([...head, ...signature, '', message].join('\n'), 'hash-object', '-t', 'commit', '-w', '--stdin')
  }

  entry(title: string, lines: readonly string[], by?: Key): string {
    const text = [title, '', ...lines, `number: ${++this.#number}`].join('\n')
    this.#parent = this.commit(text, { parent: this.#parent, ...(by === undefined ? {} : { by }) })
    this.git('', 'update-ref', 'refs/gittuf/reference-state-log', this.#parent)
    return this.#parent
  }

  record(ref: string, target: string, by?: Key): string {
    this.git('', 'update-ref', ref, target)
    return this.entry('RSL Reference Entry', [`ref: ${ref}`, `targetID: ${target}`], by)
  }

  policy(rootFile: string, rulesFile: string): void {
    const blob = (text: string): string => this.git(text, 'hash-object', '-w', '--stdin')
    const metadata = this.git(`100644 blob ${blob(rootFile)}\troot.json\n100644 blob ${blob(rulesFile)}\ttargets.json\n`, 'mktree')
    this.record('refs/gittuf/policy', this.commit('policy', { tree: this.git(`040000 tree ${metadata}\tmetadata\n`, 'mktree') }), root)
  }

  async judge({ rootKeys = [root.id], refs = [] as readonly string[] } = {}): Promise<string> {
    const { verdict, items } = await verifyGittuf({ target: this.folder, rootKeys, refs, cwd, now: NOW })
    return `${verdict.exitCode} ${innermost(items[0]?.step)}`
  }
}

function innermost(step: Step | undefined): string {
  const inner = step?.steps.find(({ outcome }) => outcome === 'failed')
  return inner === undefined ? (step?.code ?? '') : innermost(inner)
}

function start(rules = rulesOf('git:refs/heads/main')): Repository {
  const repository = new Repository()
  repository.policy(envelope(rootOf(root), root), envelope(rules, root))
  return repository
}

describe('a ref under a gittuf policy', () => {
  it('is verified when those whom the policy names recorded every change', async () => {
    const repository = start()
    const first = repository.commit('one')
    repository.record('refs/heads/main', first, ada)
    repository.record('refs/heads/main', repository.commit('two', { parent: first }), ada)
    expect(await repository.judge()).toBe('0 ')
    expect(await repository.judge({ refs: ['refs/heads/main'] })).toBe('0 ')
  })

  it.each<[string, (repository: Repository, first: string) => void, string]>([
    ['recorded by a stranger', (r, first) => r.record('refs/heads/main', r.commit('two', { parent: first }), eve), '5 signer-unknown'],
    ['recorded by nobody', (r, first) => r.record('refs/heads/main', r.commit('two', { parent: first })), '5 evidence-missing'],
    [
      'moved past the log',
      (r, first) => r.git('', 'update-ref', 'refs/heads/main', r.commit('two', { parent: first })),
      '5 content-mismatch',
    ],
    ['gone', (r) => r.git('', 'update-ref', '-d', 'refs/heads/main'), '5 content-mismatch'],
    [
      'brought back by a stranger who takes the newest change back',
      (r, first) => {
        const newest = r.record('refs/heads/main', r.commit('two', { parent: first }), ada)
        r.entry('RSL Annotation Entry', [`entryID: ${newest}`, 'skip: true'], eve)
        r.git('', 'update-ref', 'refs/heads/main', first)
      },
      '5 content-mismatch',
    ],
    [
      'brought back by one of them',
      (r, first) => {
        const newest = r.record('refs/heads/main', r.commit('two', { parent: first }), eve)
        r.entry('RSL Annotation Entry', [`entryID: ${newest}`, 'skip: true'], ada)
        r.git('', 'update-ref', 'refs/heads/main', first)
      },
      '0 ',
    ],
    [
      'under a policy that a stranger put there',
      (r) => r.policy(envelope(rootOf(eve), eve), envelope(rulesOf('*'), eve)),
      '5 threshold-not-met',
    ],
    [
      'under a policy that is signed by a stranger',
      (r) => r.policy(envelope(rootOf(root), eve), envelope(rulesOf('*'), root)),
      '5 threshold-not-met',
    ],
  ])('%s', async (_, change, expected) => {
    const repository = start()
    const first = repository.commit('one')
    repository.record('refs/heads/main', first, ada)
    change(repository, first)
    expect(await repository.judge()).toBe(expected)
  })

  it('is refused where nothing protects it, or nothing is logged', async () => {
    const other = start(rulesOf('git:refs/heads/release'))
    other.record('refs/heads/main', other.commit('one'), ada)
    expect(await other.judge()).toBe('5 policy-not-met')
    expect(await start().judge()).toBe('5 evidence-missing')
    expect(await new Repository().judge()).toBe('5 evidence-missing')
  })

  it('is judged for the keys that were given alone, whatever the metadata calls them', async () => {
    const repository = start()
    repository.record('refs/heads/main', repository.commit('one'), ada)
    expect(await repository.judge({ rootKeys: [eve.id] })).toBe('5 signer-unknown')
    expect(await repository.judge({ rootKeys: [eve.id, root.id] })).toBe('0 ')
    const forged = new Repository()
    // A key of a stranger under the name of the right one.
    const named = JSON.parse(envelope(rootOf(eve, root.id), eve)) as { signatures: { keyid: string }[] }
    named.signatures[0]!.keyid = root.id
    forged.policy(JSON.stringify(named), envelope(rulesOf('git:refs/heads/main'), eve))
    forged.record('refs/heads/main', forged.commit('one'), ada)
    expect(await forged.judge()).toMatch(/^5 (?:signer-unknown|threshold-not-met)$/)
  })

  it('is refused when the root of trust has expired', async () => {
    const repository = new Repository()
    repository.policy(envelope({ ...rootOf(root), expires: '2026-02-28T00:00:00Z' }, root), envelope(rulesOf('git:refs/heads/main'), root))
    repository.record('refs/heads/main', repository.commit('one'), ada)
    expect(await repository.judge()).toBe('5 expired')
  })

  it('says that rules for files were not judged', async () => {
    const repository = start(rulesOf('git:refs/heads/main', 'file:src/*'))
    repository.record('refs/heads/main', repository.commit('one'), ada)
    expect(await repository.judge()).toBe('3 ')
    // They were in force when the first change was made.
    repository.policy(envelope(rootOf(root), root), envelope(rulesOf('git:refs/heads/main'), root))
    expect(await repository.judge()).toBe('3 ')
  })
})
