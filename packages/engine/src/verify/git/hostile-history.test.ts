import { generateKeyPairSync } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readSshPublicKey, signSshSignature } from '@cupel/provenance'
import { afterAll, describe, expect, it } from 'vitest'
import { gitFolder } from '../../../../../test/make-git.ts'
import type { GitRequest } from './verify-git.ts'
import { verifyGit } from './verify-git.ts'
import { verifyGitByPolicy } from './verify-git-policy.ts'

const folders = gitFolder()
afterAll(() => {
  folders.remove()
})

const PEOPLE = ['ada', 'bob'].map((name) => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const raw = publicKey.export({ type: 'spki', format: 'der' }).subarray(-32)
  const blob = Buffer.concat([wire(Buffer.from('ssh-ed25519')), wire(raw)])
  return {
    name,
    key: { publicKey: readSshPublicKey(blob), keyObject: privateKey, comment: '' },
    line: `ssh-ed25519 ${blob.toString('base64')}`,
  }
})

function wire(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes.length)
  return Buffer.concat([length, bytes])
}

function signature(payload: string, by: number): string {
  return signSshSignature(Buffer.from(payload), PEOPLE[by]!.key, { namespace: 'git' }).trimEnd()
}

const WHO = 'Ada <ada@example.org> 1700000000 +0000'

/** Writes a commit, signed unless `by` is null, and answers its id. */
function commit(folder: string, parents: readonly string[], by: number | null, message: string): string {
  const tree = folders.gitIn(folder, ['mktree'], '').trim()
  const head = [`tree ${tree}`, ...parents.map((id) => `parent ${id}`), `author ${WHO}`, `committer ${WHO}`].join('\n')
  const signed = by === null ? '' : `\ngpgsig ${signature(`${head}\n\n${message}\n`, by).replaceAll('\n', '\n ')}`
  return folders.gitIn(folder, ['hash-object', '-t', 'commit', '-w', '--stdin'], `${head}${signed}\n\n${message}\n`).trim()
}

function tag(folder: string, { ref, name, target, by }: { ref: string; name: string; target: string; by: number }): void {
  const payload = `object ${target}\ntype commit\ntag ${name}\ntagger ${WHO}\n\n${name}\n`
  const id = folders.gitIn(folder, ['hash-object', '-t', 'tag', '-w', '--stdin'], `${payload}${signature(payload, by)}\n`).trim()
  folders.git(folder, 'update-ref', `refs/tags/${ref}`, id)
}

let made = 0

function repository(): { readonly folder: string; readonly first: string } {
  const folder = join(folders.root, `r${made++}`)
  folders.git(folders.root, 'init', '--quiet', folder)
  const first = commit(folder, [], 0, 'first')
  folders.git(folder, 'update-ref', 'refs/heads/main', first)
  return { folder, first }
}

async function verdict(folder: string, over: Partial<GitRequest> = {}): Promise<string> {
  const signers = join(folders.root, 'allowed')
  writeFileSync(signers, PEOPLE.map(({ name, line }) => `${name}@example.org ${line}\n`).join(''))
  const trust = { allowedSigners: signers, keyrings: [], authorities: [], sigstore: false }
  const request = { target: folder, trust, policy: {}, tags: false, cwd: folders.root, now: new Date('2026-01-01T00:00:00Z'), ...over }
  const { verdict: end, summary } = await verifyGit(request)
  return `${end.exitCode}${summary.warnings > 0 ? ' warned' : ''}`
}

describe('tags', () => {
  it.each<[string, string, string, number, Partial<GitRequest>, string]>([
    ['of the name that was signed', 'v1', 'v1', 0, {}, '0'],
    ['of an older release under a new name', 'v2', 'v1', 0, {}, '5'],
    ['by somebody else than was asked for', 'v1', 'v1', 1, { policy: { signers: 'ada@example.org' } }, '5'],
    ['by somebody else than made it', 'v1', 'v1', 1, { policy: { signerIsCommitter: true } }, '5'],
  ])('%s', async (_, ref, name, by, over, expected) => {
    const { folder, first } = repository()
    tag(folder, { ref, name, target: first, by })
    expect((await verdict(folder, { tags: true, ...over })).slice(0, 1)).toBe(expected)
  })
})

it('everybody with a Sigstore certificate is nobody in particular', async () => {
  const { folder } = repository()
  const trust = { keyrings: [], authorities: [], sigstore: true }
  await expect(verdict(folder, { trust })).rejects.toThrow('--signers')
})

it('an unsigned merge that is let through is told', async () => {
  const { folder, first } = repository()
  const second = commit(folder, [first], 0, 'second')
  const merge = commit(folder, [first, second], null, 'merge')
  expect(await verdict(folder, { revision: merge })).toBe('5')
  expect(await verdict(folder, { revision: merge, policy: { allowUnsignedMerges: true } })).toBe('0 warned')
})

describe('a history that is cut off', () => {
  it('is not whole because it is asked for since something that lies beside it', async () => {
    const { folder, first } = repository()
    const unsigned = commit(folder, [first], null, 'unsigned')
    const third = commit(folder, [unsigned], 0, 'third')
    const fourth = commit(folder, [third], 0, 'fourth')
    folders.git(folder, 'update-ref', 'refs/heads/main', fourth)
    folders.git(folder, 'update-ref', 'refs/heads/side', commit(folder, [], 0, 'side'))
    const cut = join(folders.root, `cut${made++}`)
    folders.git(folders.root, 'clone', '--quiet', '--depth=2', '--no-single-branch', `file://${folder}`, cut)
    const answers = [{}, { since: 'origin/side' }, { since: third }].map((over) => verdict(cut, { revision: 'origin/main', ...over }))
    expect(await Promise.all(answers)).toEqual(['3', '3', '0'])
  })
})

describe('a policy over a repository', () => {
  async function byPolicy(rule: string): Promise<number> {
    const { folder, first } = repository()
    folders.git(folder, 'update-ref', 'refs/heads/main', commit(folder, [first], null, 'unsigned'))
    const identity = PEOPLE.map(
      ({ name, line }) => `[[identity]]\nname = "${name}"\nkind = "ssh"\nkey = "${line}"\nsubject = "${name}@example.org"\n`,
    )
    const policy = join(folders.root, `policy${made++}.toml`)
    writeFileSync(policy, `version = 1\n${identity.join('')}[[rule]]\nfor = ["repo:https://x.example/a"]\nby = ["ada", "bob"]\n${rule}\n`)
    const request = {
      target: folder,
      repository: 'https://x.example/a',
      trust: { policy },
      cwd: folders.root,
      now: new Date('2026-01-01T00:00:00Z'),
    }
    return (await verifyGitByPolicy(request)).verdict.exitCode
  }

  it('judges commits by rules that count any evidence too', async () => {
    expect([await byPolicy(''), await byPolicy('evidence = ["commit"]')]).toEqual([5, 5])
  })

  it('does not lower a threshold that cannot be met', async () => {
    await expect(byPolicy('evidence = ["commit"]\nthreshold = 2')).rejects.toThrow('asks for 2 signers')
  })
})
