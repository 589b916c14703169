import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CertificateStore, HistoryJudge, readAllowedSigners, readPemCertificates, readRevocations } from '@cupel/provenance'
import type { GitTrust } from '@cupel/provenance'
import { openGitRepository } from '@cupel/source'
import { afterAll, describe, expect, it } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'cupel-test-git-made-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const env = {
  PATH: process.env['PATH'],
  HOME: folder,
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@example.org',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@example.org',
}

function run(
  program: string,
  args: readonly string[],
  { input = '', date = '' }: { readonly input?: string; readonly date?: string } = {},
): string {
  const dated = date === '' ? env : { ...env, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date }
  return execFileSync(program, args, { cwd: folder, env: dated, input, stdio: 'pipe' }).toString()
}

async function lettersOf(repository: string, trust: GitTrust): Promise<readonly string[]> {
  const opened = await openGitRepository(repository)
  if (opened === null) throw new Error('no repository')
  const judge = new HistoryJudge({ trust, policy: {} })
  const letters: string[] = []
  for await (const commit of opened.commits()) letters.push(`${commit.message.trim()} ${judge.add(commit).letter}`)
  opened.close()
  return letters.sort()
}

const hasKeygen = spawnSync('ssh-keygen', ['-Y', 'none']).error === undefined
if (!hasKeygen) console.warn('skipped: ssh-keygen is not on this machine')

describe.runIf(hasKeygen)('git and ssh-keygen on a history made here', () => {
  it('agree on every letter', async () => {
    const names = ['good', 'late', 'early', 'elsewhere', 'stranger', 'revoked', 'certified']
    for (const name of ['ca', ...names]) run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', name])
    run('ssh-keygen', ['-q', '-s', 'ca', '-I', 'id', '-n', 'ada@example.org', '-V', '20200101Z:20300101Z', 'certified.pub'])
    const key = (name: string) =>
      readFileSync(join(folder, `${name}.pub`), 'utf8')
        .split(' ')
        .slice(0, 2)
        .join(' ')
    const signers = [
      `ada@example.org ${key('good')}`,
      `ada@example.org valid-before="20240101Z" ${key('late')}`,
      `ada@example.org valid-after="20250101Z" ${key('early')}`,
      `ada@example.org namespaces="file" ${key('elsewhere')}`,
      `ada@example.org ${key('revoked')}`,
      `*@example.org cert-authority ${key('ca')}`,
    ].join('\n')
    writeFileSync(join(folder, 'signers'), `${signers}\n`)
    writeFileSync(join(folder, 'revoked-keys'), `${key('revoked')}\n`)
    run('git', ['init', '--quiet', 'made'])
    const date = '1717200000 +0000'
    const git = (...args: readonly string[]) =>
      run('git', ['-C', 'made', '-c', 'gpg.format=ssh', '-c', `gpg.ssh.allowedSignersFile=${folder}/signers`, ...args], { date })
    for (const name of names) {
      const file = join(folder, name === 'certified' ? 'certified-cert.pub' : `${name}.pub`)
      git('-c', `user.signingKey=${file}`, 'commit', '--quiet', '--allow-empty', '-S', '-m', name)
    }
    git('commit', '--quiet', '--allow-empty', '-m', 'unsigned')
    const good = git('cat-file', 'commit', 'HEAD~7')
    const altered = run('git', ['-C', 'made', 'hash-object', '-t', 'commit', '-w', '--stdin'], {
      input: good.replace(/good\n$/, 'altered\n'),
    }).trim()
    git('merge', '--quiet', '--allow-unrelated-histories', '-m', 'merged', altered)
    const theirs = git('-c', `gpg.ssh.revocationFile=${folder}/revoked-keys`, 'log', '--format=%s %G?').trim().split('\n').sort()
    const trust: GitTrust = {
      ssh: { signers: readAllowedSigners(signers), revocations: readRevocations(readFileSync(join(folder, 'revoked-keys'))) },
    }
    const ours = await lettersOf(join(folder, 'made'), trust)
    // The one difference: git has no letter for a revoked SSH key and says bad.
    expect(ours.map((line) => (line === 'revoked R' ? 'revoked B' : line))).toEqual(theirs)
    expect(ours).toEqual([
      'altered B',
      'certified G',
      'early U',
      'elsewhere B',
      'good G',
      'late U',
      'merged N',
      'revoked R',
      'stranger U',
      'unsigned N',
    ])
    console.log(`git and ssh-keygen: ${theirs.length} of ${theirs.length} letters agree`)
  })
})

const hasOpenssl = spawnSync('openssl', ['version']).status === 0
if (!hasOpenssl) console.warn('skipped: openssl is not on this machine')

describe.runIf(hasOpenssl)('X.509 signatures by an authority of one’s own', () => {
  it('verify with the authority, and only with it', async () => {
    const subject = (name: string) => ['-subj', `/CN=${name}`]
    run('openssl', [
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-keyout',
      'root.key',
      '-out',
      'root.pem',
      '-days',
      '3650',
      ...subject('Root'),
    ])
    run('openssl', [
      'req',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-keyout',
      'leaf.key',
      '-out',
      'leaf.csr',
      ...subject('Ada'),
    ])
    writeFileSync(
      join(folder, 'leaf.ext'),
      'subjectAltName=email:ada@example.org\nextendedKeyUsage=emailProtection\nkeyUsage=digitalSignature\nbasicConstraints=CA:FALSE\n',
    )
    run('openssl', [
      'x509',
      '-req',
      '-in',
      'leaf.csr',
      '-CA',
      'root.pem',
      '-CAkey',
      'root.key',
      '-CAcreateserial',
      '-days',
      '365',
      '-extfile',
      'leaf.ext',
      '-out',
      'leaf.pem',
    ])
    run('openssl', [
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-keyout',
      'other.key',
      '-out',
      'other.pem',
      '-days',
      '3650',
      ...subject('Root'),
    ])
    run('git', ['init', '--quiet', 'x509'])
    const tree = run('git', ['-C', 'x509', 'mktree']).trim()
    const payload = `tree ${tree}\nauthor Ada <ada@example.org> 1717200000 +0000\ncommitter Ada <ada@example.org> 1717200000 +0000\n\nsigned\n`
    writeFileSync(join(folder, 'payload'), payload)
    run('openssl', [
      'cms',
      '-sign',
      '-binary',
      '-in',
      'payload',
      '-signer',
      'leaf.pem',
      '-inkey',
      'leaf.key',
      '-md',
      'sha256',
      '-outform',
      'PEM',
      '-out',
      'signature.pem',
      '-nosmimecap',
    ])
    const armour = readFileSync(join(folder, 'signature.pem'), 'utf8').replaceAll('CMS-----', 'SIGNED MESSAGE-----').trimEnd()
    const raw = payload.replace('\n\nsigned', `\ngpgsig ${armour.replaceAll('\n', '\n ')}\n\nsigned`)
    const id = run('git', ['-C', 'x509', 'hash-object', '-t', 'commit', '-w', '--stdin'], { input: raw }).trim()
    run('git', ['-C', 'x509', 'update-ref', 'refs/heads/main', id])
    run('git', ['-C', 'x509', 'symbolic-ref', 'HEAD', 'refs/heads/main'])
    const storeOf = (file: string) =>
      new CertificateStore(readPemCertificates(readFileSync(join(folder, file), 'utf8'), 'the authority'), [])
    expect(await lettersOf(join(folder, 'x509'), { x509: { store: storeOf('root.pem') } })).toEqual(['signed G'])
    expect(await lettersOf(join(folder, 'x509'), { x509: { store: storeOf('other.pem') } })).not.toEqual(['signed G'])
    expect(await lettersOf(join(folder, 'x509'), { x509: { store: storeOf('root.pem'), requireProvenTime: true } })).toEqual(['signed U'])
    expect(await lettersOf(join(folder, 'x509'), {})).toEqual(['signed E'])
  })
})
