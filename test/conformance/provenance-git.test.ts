import {
  CertificateStore,
  gitLetter,
  HistoryJudge,
  parseTrustedRoot,
  readAllowedSigners,
  readPgpKeyring,
  Trace,
  verifyGitObject,
} from '@cupel/provenance'
import type { GitTrust } from '@cupel/provenance'
import { parseCommit } from '@cupel/source'
import { afterAll, describe, expect, it } from 'vitest'
import { byteMutants } from '../byte-mutants.ts'
import { bytesOf, casesOf, linesOf, outcomeOf, stepOf } from './provenance-git-cases.ts'
import { createHash } from 'node:crypto'

interface CommitLine {
  readonly oid: string
  readonly object: string
  readonly all: string
  readonly one_person: string
}

function verdictOf(id: string, raw: Buffer, trust: GitTrust, type: 'commit' | 'tag' = 'commit') {
  return Trace.run('git', 'The object', (trace) => verifyGitObject({ id, type, raw }, trust, trace))
}

function letterOf(verdict: ReturnType<typeof verdictOf>, kind: 'ssh' | 'openpgp') {
  return gitLetter(verdict, kind)
}

function sshTrust(file: string): GitTrust {
  return { ssh: { signers: readAllowedSigners(bytesOf(file).toString()), identities: new Map() } }
}

function idOf(type: string, raw: Buffer): string {
  return createHash('sha1').update(`${type} ${raw.length}\0`).update(raw).digest('hex')
}

const sshCases = casesOf('git-ssh')
describe.runIf(sshCases.length > 0)('real commits signed with SSH', () => {
  let right = 0
  it.each(sshCases)('$id', ({ id, files: [file = '', signersFile = 'git-ssh/allowed_signers'] }) => {
    const lines = linesOf<CommitLine>(file)
    const trust = sshTrust(signersFile)
    const wrong: string[] = []
    for (const { oid, object, all, one_person: onePerson } of lines) {
      const raw = Buffer.from(object, 'base64')
      if (id === 'git-ssh/object-altered') {
        raw[raw.length - 2] = (raw[raw.length - 2] as number) ^ 1
        const kept = verdictOf(oid, raw, trust)
        const renamed = verdictOf(idOf('commit', raw), raw, trust)
        if (outcomeOf(kept) !== 'digest-mismatch' || `${stepOf(renamed)} ${outcomeOf(renamed)}` !== 'signature signature-invalid')
          wrong.push(oid)
      } else if (letterOf(verdictOf(oid, raw, trust), 'ssh') !== (id === 'git-ssh/all-signers' ? all : onePerson)) wrong.push(oid)
    }
    console.log(`${id}: ${lines.length - wrong.length} of ${lines.length} commits right`)
    expect(wrong).toEqual([])
    right += 1
  })
  afterAll(() => console.log(`git-ssh: ${right} of ${sshCases.length} rows right`))
})

interface TagLine {
  readonly tag: string
  readonly oid: string
  readonly object: string
  readonly status: string
}

const pgpCases = casesOf('git-pgp')
describe.runIf(pgpCases.length > 0)('real tags signed with OpenPGP', () => {
  const LETTER: Readonly<Record<string, string>> = { GOODSIG: 'G', ERRSIG: 'E', NONE: 'N' }
  let right = 0
  it.each(pgpCases)('$id', ({ id, files: [file = '', keys = 'git-pgp/junio.asc'] }) => {
    const lines = linesOf<TagLine>(file)
    const trust: GitTrust = { openpgp: { keyring: readPgpKeyring(bytesOf(keys)), now: new Date('2026-08-01') } }
    const wrong: string[] = []
    for (const { tag, oid, object, status } of lines) {
      const raw = Buffer.from(object, 'base64')
      if (id === 'git-pgp/tags') {
        const verdict = verdictOf(oid, raw, trust, 'tag')
        if (letterOf(verdict, 'openpgp') !== LETTER[status]) wrong.push(`${tag} ${status} ${JSON.stringify(verdict.root.steps)}`)
        continue
      }
      raw[7] = raw[7] === 0x30 ? 0x31 : 0x30
      const renamed = verdictOf(idOf('tag', raw), raw, trust, 'tag')
      const reason = `${stepOf(renamed)} ${outcomeOf(renamed)}`
      if (outcomeOf(verdictOf(oid, raw, trust, 'tag')) !== 'digest-mismatch' || reason !== REFUSED[status]) wrong.push(`${tag} ${reason}`)
    }
    console.log(`${id}: ${lines.length - wrong.length} of ${lines.length} tags right`)
    expect(wrong.slice(0, 5)).toEqual([])
    right += 1
  })
  const REFUSED: Readonly<Record<string, string>> = {
    GOODSIG: 'signature signature-invalid',
    ERRSIG: 'key signer-unknown',
    NONE: 'signature-present evidence-missing',
  }
  afterAll(() => console.log(`git-pgp: ${right} of ${pgpCases.length} rows right`))
})

const gitsignCases = casesOf('gitsign')
describe.runIf(gitsignCases.length > 0)('real commits signed with gitsign', () => {
  const trust: GitTrust = { x509: { sigstore: parseTrustedRoot(bytesOf('trust/sigstore-prod.trusted_root.json')) } }
  let right = 0
  let proven = 0
  it.each(gitsignCases)('$id', ({ files: [file = ''], command }) => {
    const raw = bytesOf(file)
    const identity = /identity (\S+)$/.exec(command)?.[1]
    const verdict = verdictOf(idOf('commit', raw), raw, trust)
    expect([outcomeOf(verdict), verdict.value?.signer.names]).toEqual(['verified', [identity]])
    const times = verdict.root.steps.flatMap((step) => step.steps).filter((step) => step.id === 'time')
    if (times.some((step) => step.outcome === 'passed')) proven += 1
    const altered = Buffer.from(raw)
    altered[altered.length - 2] = (altered.at(-2) as number) ^ 1
    const refused = verdictOf(idOf('commit', altered), altered, trust)
    expect(`${stepOf(refused)} ${outcomeOf(refused)}`).toBe('signature signature-invalid')
    right += 1
  })
  it('the name of a signer counts only on the word of the issuers asked for', () => {
    const [{ files: [file = ''] } = { files: [''] }] = gitsignCases
    const raw = bytesOf(file)
    const commit = parseCommit(idOf('commit', raw), raw)
    const issuer = verdictOf(commit.id, raw, trust).value?.signer.issuer ?? ''
    expect(issuer).toMatch(/^https:/)
    const violations = (issuers: readonly string[] | undefined): number => {
      const judge = new HistoryJudge({ trust, policy: { signers: '*', ...(issuers === undefined ? {} : { issuers }) } })
      judge.add(commit)
      return judge.report().violationCount
    }
    const given = [undefined, [issuer], ['https://other.example', issuer], ['https://other.example'], [`${issuer}/`], []]
    expect(given.map(violations)).toEqual([0, 0, 0, 1, 1, 1])
  })
  it('a time of their own choice is refused, beside authorities of one’s own too', () => {
    const held = (x509: NonNullable<GitTrust['x509']>): number =>
      gitsignCases.filter(({ files: [file = ''] }) => {
        const raw = bytesOf(file)
        return verdictOf(idOf('commit', raw), raw, { x509 }).outcome === 'verified'
      }).length
    const { x509 = {} } = trust
    const store = new CertificateStore([])
    const found = [x509, { ...x509, store }, { ...x509, requireProvenTime: true }, { ...x509, store, requireProvenTime: true }].map(held)
    expect(found).toEqual([gitsignCases.length, gitsignCases.length, proven, proven])
    expect(proven).toBeLessThan(gitsignCases.length)
  })
  // The message names the digests of its signers once more up front; each signer states its own, and only that one is used.
  const DIGESTS = { from: 26, to: 40 }
  it('mutants of one of them are refused', () => {
    const strict: GitTrust = { x509: { ...trust.x509, requireProvenTime: true } }
    const raw = bytesOf('gitsign/internal_rekor_oid_testdata_commit.txt.commit').toString('latin1')
    const [begin, end] = ['-----BEGIN SIGNED MESSAGE-----\n', '\n -----END SIGNED MESSAGE-----']
    const base64 = raw.slice(raw.indexOf(begin) + begin.length, raw.indexOf(end))
    const accepted: string[] = []
    let count = 0
    for (const { what, at, bytes } of byteMutants(Buffer.from(base64.replaceAll(/\s/g, ''), 'base64'), { step: 7 })) {
      const lines = bytes.toString('base64').match(/.{1,64}/g) ?? []
      const mutant = Buffer.from(raw.replace(base64, lines.map((line) => ` ${line}`).join('\n')), 'latin1')
      count += 1
      if (verdictOf(idOf('commit', mutant), mutant, strict).outcome === 'verified' && (at < DIGESTS.from || at >= DIGESTS.to))
        accepted.push(what)
    }
    console.log(`gitsign: ${count} mutants, ${accepted.length} accepted`)
    expect(accepted).toEqual([])
  })
  afterAll(() => console.log(`gitsign: ${right} of ${gitsignCases.length} rows right, the time of ${proven} proved by the log`))
})
