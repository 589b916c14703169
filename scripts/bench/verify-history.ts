import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { verifyGit } from '@cupel/engine/verify'
import { gitObjectId, readSshPrivateKey, signSshSignature } from '@cupel/provenance'
import { median } from './measure.ts'

export interface HistoryTimed {
  readonly commits: number
  /** The whole history: process of its own for git's walk, every signature, the report. */
  readonly ownMs: number
  /** `git verify-commit` of a sample one by one, extrapolated to all. */
  readonly gitMs: number
  readonly ratio: number
}

const EMAIL = 'ada@example.org'

/** A bare repository of `commits` commits in a line, all signed by one Ed25519 SSH key that git and cupel are told to trust. */
export function signedHistory(folder: string, commits: number): string {
  if (existsSync(join(folder, 'allowed_signers'))) return folder
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(join(folder, 'raw'), { recursive: true })
  git(folder, ['init', '--quiet', '--bare', '.'])
  const keyFile = join(folder, 'key')
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', EMAIL, '-f', keyFile])
  const key = readSshPrivateKey(readFileSync(keyFile, 'utf8'))
  const tree = git(folder, ['hash-object', '-w', '-t', 'tree', '/dev/null']).trim()
  const paths: string[] = []
  let head: string | undefined
  for (let at = 0; at < commits; at++) {
    const person = `Ada <${EMAIL}> ${1_700_000_000 + at * 60} +0000`
    const lines = [`tree ${tree}`, ...(head === undefined ? [] : [`parent ${head}`]), `author ${person}`, `committer ${person}`]
    const text = `\n\ncommit ${at}\n`
    const signature = signSshSignature(Buffer.from(lines.join('\n') + text), key, { namespace: 'git' })
    const raw = Buffer.from(`${[...lines, `gpgsig ${signature.trimEnd().replaceAll('\n', '\n ')}`].join('\n')}${text}`)
    head = gitObjectId('commit', raw, 40)
    paths.push(join(folder, 'raw', String(at)))
    writeFileSync(paths.at(-1)!, raw)
  }
  const written = git(folder, ['hash-object', '-w', '-t', 'commit', '--stdin-paths'], paths.join('\n'))
  if (written.trimEnd().split('\n').at(-1) !== head) throw new Error('the made history has other ids than git gives it')
  git(folder, ['update-ref', 'refs/heads/main', head!])
  git(folder, ['symbolic-ref', 'HEAD', 'refs/heads/main'])
  git(folder, ['repack', '-adq'])
  rmSync(join(folder, 'raw'), { recursive: true })
  writeFileSync(join(folder, 'allowed_signers'), `${EMAIL} ${readFileSync(`${keyFile}.pub`, 'utf8')}`)
  return folder
}

/** The history by cupel and a sample of it by git, in turn. */
export async function timeHistory(folder: string, { rounds, sample }: { rounds: number; sample: number }): Promise<HistoryTimed> {
  const ids = git(folder, ['rev-list', 'HEAD']).trimEnd().split('\n')
  const every = Math.max(1, Math.floor(ids.length / sample))
  const sampled = ids.filter((_, at) => at % every === 0).slice(0, sample)
  const allowedSigners = join(folder, 'allowed_signers')
  const trusted = ['-c', `gpg.ssh.allowedSignersFile=${allowedSigners}`]
  const times: { own: number; git: number }[] = []
  for (let round = 0; round < rounds; round++) {
    const own = await clock(() => judge(folder, allowedSigners))
    const theirs = await clock(() => {
      for (const id of sampled) git(folder, [...trusted, 'verify-commit', id])
    })
    times.push({ own, git: (theirs * ids.length) / sampled.length })
  }
  return {
    commits: ids.length,
    ownMs: median(times.map(({ own }) => own)),
    gitMs: median(times.map((round) => round.git)),
    ratio: median(times.map((round) => round.git / round.own)),
  }
}

async function judge(folder: string, allowedSigners: string): Promise<void> {
  const report = await verifyGit({
    target: folder,
    trust: { allowedSigners, keyrings: [], authorities: [], sigstore: false },
    policy: { signers: EMAIL },
    tags: false,
    cwd: folder,
    now: new Date(),
  })
  if (report.verdict.exitCode !== 0) throw new Error('the made history was refused')
}

function git(folder: string, args: readonly string[], input = ''): string {
  const env = { PATH: process.env['PATH'], HOME: folder, GIT_CONFIG_NOSYSTEM: '1' }
  return execFileSync('git', [...args], { cwd: folder, env, input, encoding: 'utf8', stdio: ['pipe', 'pipe', 'pipe'] })
}

async function clock(run: () => void | Promise<void>): Promise<number> {
  const started = process.hrtime.bigint()
  await run()
  return Number(process.hrtime.bigint() - started) / 1e6
}
