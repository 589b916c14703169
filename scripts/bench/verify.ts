import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { measure } from './measure.ts'
import type { BundleCase } from './verify-bundles.ts'
import { cryptoFloor, sandboxBundles, sharedBundles, timeBundles } from './verify-bundles.ts'
import { signedHistory, timeHistory } from './verify-history.ts'
import { timeNpm } from './verify-npm.ts'
import type { NpmRate } from './verify-npm.ts'

type Row = (what: string, figure: string, budget?: string, met?: boolean | null) => void

/** `node scripts/run.mjs scripts/bench/verify.ts [rounds]` runs this part alone. */
if (process.argv[1]?.endsWith(join('bench', 'verify.ts')) === true) {
  const rows: object[] = []
  const work = join(process.cwd(), '.bench')
  await benchVerify(
    (what, figure, budget = '', met = null) => {
      rows.push({ what, figure, budget, met })
      console.log(`${what.padEnd(64)} ${figure.padEnd(60)} ${budget}${met === null ? '' : met ? '  ok' : '  MISSED'}`)
    },
    { rounds: Number(process.argv[2] ?? 21), work },
  )
  writeFileSync(join(work, 'verify.json'), JSON.stringify({ node: process.version, rows }, null, 2) + '\n')
}

/** Bundles against @sigstore/verify, a signed history against git, registry signatures against node:crypto, and the cold command. */
export async function benchVerify(row: Row, { rounds, work }: { rounds: number; work: string }): Promise<void> {
  mkdirSync(work, { recursive: true })
  const shared = sharedBundles(join(process.cwd(), '..', 'shared', 'provenance'))
  if (shared.length === 0) console.log('skipped: bundles of other projects, ../shared/provenance is not beside this checkout')
  const own = await sandboxBundles(new Date())
  cold(shared.find(({ artifact }) => artifact !== undefined) ?? own[0]!, { row, rounds, work })
  if (shared.length > 0) bundles('keyless bundles of other projects', shared, { row, rounds })
  bundles('keyless bundles of our sandbox', own, { row, rounds, budget: shared.length === 0 })
  await history(row, work)
  await npm(row)
}

function bundles(
  what: string,
  cases: readonly BundleCase[],
  { row, rounds, budget = true }: { row: Row; rounds: number; budget?: boolean },
): void {
  const { cases: compared, processor, elapsed } = timeBundles(cases, rounds)
  const times = `${(processor.ownMicroseconds / 1e3).toFixed(2)}/${(processor.theirMicroseconds / 1e3).toFixed(2)} ms of processor`
  const figure = `${processor.ratio.toFixed(1)} x @sigstore/verify (${times}, ${elapsed.ratio.toFixed(1)} x elapsed; ${compared} of ${cases.length})`
  const floor = cryptoFloor(rounds)
  row(
    `${what}, nothing but node:crypto`,
    `${(floor / 1e3).toFixed(2)} ms of processor, ${(processor.theirMicroseconds / floor).toFixed(1)} x @sigstore/verify`,
  )
  if (budget) row(what, figure, '>= 8 x', processor.ratio >= 8)
  else row(what, figure)
}

async function history(row: Row, work: string): Promise<void> {
  const commits = 2000
  const missing = ['git', 'ssh-keygen'].find((program) => spawnSync(program, ['--version']).error !== undefined)
  if (missing !== undefined) {
    console.log(`skipped: history of signed commits, there is no ${missing}`)
    return
  }
  const folder = signedHistory(join(work, `signed-${commits}`), commits)
  const { ownMs, gitMs, ratio } = await timeHistory(folder, { rounds: 5, sample: 100 })
  const figure = `${ratio.toFixed(0)} x git verify-commit (${ownMs.toFixed(0)}/${gitMs.toFixed(0)} ms, ${(commits / (ownMs / 1e3)).toFixed(0)}/s)`
  row(`history of ${commits} commits signed by SSH`, figure, '>= 20 x', ratio >= 20)
}

async function npm(row: Row): Promise<void> {
  const { signatures, oneCore, parallel, raw } = await timeNpm({ signatures: 20_000, rounds: 5 })
  const figure = ({ perSecond, processorMicroseconds }: NpmRate): string =>
    `${perSecond.toFixed(0)}/s, ${processorMicroseconds.toFixed(0)} us of processor each`
  row(`${signatures} npm registry signatures, nothing but node:crypto`, figure(raw))
  row(`${signatures} npm registry signatures, one core`, figure(oneCore))
  const all = `${figure(parallel)}; at most ${((availableParallelism() * 1e6) / raw.processorMicroseconds).toFixed(0)}/s on ${availableParallelism()} cores`
  row(`${signatures} npm registry signatures, the runtime's threads`, all, '>= 20,000/s', parallel.perSecond >= 20_000)
}

function cold(
  { bundle, artifact, trustedRoot, identity }: BundleCase,
  { row, rounds, work }: { row: Row; rounds: number; work: string },
): void {
  const cli = join(process.cwd(), 'apps', 'cli', 'bin', 'cupel.cjs')
  if (!existsSync(join(cli, '..', '..', 'dist', 'main.cjs'))) throw new Error('build the bundle first: npm run build')
  if (identity === undefined) throw new Error('the first bundle has no identity')
  const file = (name: string, bytes: Buffer): string => {
    writeFileSync(join(work, name), bytes)
    return join(work, name)
  }
  const given = [file('verified.bin', artifact ?? Buffer.alloc(0)), '--bundle', file('verified.sigstore.json', bundle)]
  const trust = ['--identity', identity.san, '--issuer', identity.issuer, '--trusted-root', file('trusted_root.json', trustedRoot)]
  const command = [cli, 'verify', ...given, ...trust]
  const { medianMs, bareMs, rssMb, exitCode } = measure([process.execPath, ...command], {
    rounds,
    cwd: work,
    env: { CUPEL_HOME: join(work, 'no-home') },
  })
  if (exitCode !== 0) throw new Error(`cupel verify ended with ${exitCode}`)
  const over = medianMs - bareMs
  const figure = `${over.toFixed(0)} ms over bare Node (${medianMs.toFixed(0)}/${bareMs.toFixed(0)} ms, ${rssMb.toFixed(0)} MB)`
  row('cupel verify of one bundle, cold', figure, '<= 150 ms over bare Node', over <= 150)
}
