import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { benchAssess } from './bench/assess.ts'
import { bigTree, cyclonedx, monorepo, packageLock, pnpmLock } from './bench/inputs.ts'
import { instructions, measure, median } from './bench/measure.ts'
import { peersFor } from './bench/peers.ts'
import { benchPolicy } from './bench/policy.ts'
import { benchVerify } from './bench/verify.ts'

/**
 * `npm run bench`: whole-process ratios to bare Node, and times inside one warm process. Inputs are made with fixed seeds in
 * `.bench/`; databases are made from ../shared/advisories where that is present. Prints a table and writes .bench/results.json.
 */
const ROOT = process.cwd()
const WORK = join(ROOT, '.bench')
const SHARED = join(ROOT, '..', 'shared', 'advisories')
const BIN = join(ROOT, 'apps', 'cli', 'bin', 'cupel.cjs')
const rounds = Number(process.argv[2] ?? 21)

interface Row {
  readonly what: string
  readonly figure: string
  readonly budget: string
  readonly met: boolean | null
}

const rows: Row[] = []

function row(what: string, figure: string, budget = '', met: boolean | null = null): void {
  rows.push({ what, figure, budget, met })
  console.log(`${what.padEnd(64)} ${figure.padEnd(44)} ${budget}${met === null ? '' : met ? '  ok' : '  MISSED'}`)
}

function made(name: string, make: (path: string) => void): string {
  const path = join(WORK, name)
  if (!existsSync(path)) make(path)
  return path
}

function inputs() {
  mkdirSync(WORK, { recursive: true })
  const file = (name: string, text: () => string): string =>
    join(
      made(name.slice(0, name.lastIndexOf('/')), (folder) => {
        mkdirSync(folder, { recursive: true })
        writeFileSync(join(WORK, name), text())
      }),
      name.slice(name.lastIndexOf('/') + 1),
    )
  return {
    lock: file('lock-1273/package-lock.json', () => packageLock(1273)),
    pnpm: file('pnpm-2000/pnpm-lock.yaml', () => pnpmLock(2000)),
    sbom: file('sbom-100k/bom.cdx.json', () => cyclonedx(100_000)),
    monorepo: made('monorepo-50', (folder) => monorepo(folder, 50)),
    tree: made('tree-55k', (folder) => bigTree(folder, 55_000)),
    curve: [1250, 2500, 5000, 10_000, 20_000].map(
      (size) => [size, file(`lock-${size}/package-lock.json`, () => packageLock(size))] as const,
    ),
  }
}

/** A database made by `cupel db sync`; null when there is nothing to make it from. */
function database(name: string, from: () => string | null): string | null {
  const home = join(WORK, `db-${name}`)
  // One that this version does not read is made anew.
  if (spawnSync(process.execPath, [BIN, 'db', 'status', '--db', home], { stdio: 'ignore' }).status === 0) return home
  rmSync(home, { recursive: true, force: true })
  const source = from()
  if (source === null) return null
  const started = process.hrtime.bigint()
  const { status, stderr } = spawnSync(process.execPath, [BIN, 'db', 'sync', '--offline', '--db', home, '--from', source], {
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`db sync of ${name} ended with ${status}: ${stderr}`)
  row(`db sync, ${name} set`, `${(Number(process.hrtime.bigint() - started) / 1e9).toFixed(1)} s`, name === 'synthetic' ? '<= 60 s' : '')
  return home
}

function scaleSet(): string | null {
  const script = join(SHARED, 'make-scale-set.mjs')
  if (!existsSync(script)) return null
  const folder = join(WORK, 'scale-set')
  rmSync(folder, { recursive: true, force: true })
  spawnSync(process.execPath, [script, folder], { stdio: 'ignore' })
  return folder
}

const files = inputs()
const real = database('real', () => (existsSync(SHARED) ? SHARED : null))
const synthetic = database('synthetic', scaleSet)

function scanCommand(target: string, home: string | null): string[] {
  return [process.execPath, BIN, 'scan', target, '--offline', '--format', 'json', ...(home === null ? [] : ['--db', home])]
}

function whole(what: string, command: readonly string[], budget?: { ratio?: number; rssMb?: number }): number {
  // Counting takes a minute for the large inputs; the rows with a budget are those it is for.
  const timed = measure(command, { rounds, cwd: WORK, env: { CUPEL_HOME: join(WORK, 'no-home') } })
  if (timed.exitCode !== 0 && timed.exitCode !== 1)
    throw new Error(`${what}: ended with ${timed.exitCode}, and that is not what is measured`)
  const counted = budget === undefined ? null : instructions(command, { rounds, cwd: WORK, env: { CUPEL_HOME: join(WORK, 'no-home') } })
  const figure = `${timed.ratio.toFixed(2)} x bare Node (${timed.medianMs.toFixed(0)}/${timed.bareMs.toFixed(0)} ms, ${timed.rssMb.toFixed(0)} MB${counted === null ? '' : `, ${counted.toFixed(0)} M instr`})`
  const limits =
    budget === undefined
      ? ''
      : [budget.ratio === undefined ? '' : `<= ${budget.ratio} x`, budget.rssMb === undefined ? '' : `<= ${budget.rssMb} MB`]
          .filter(Boolean)
          .join(', ')
  const met = budget === undefined ? null : timed.ratio <= (budget.ratio ?? Infinity) && timed.rssMb <= (budget.rssMb ?? Infinity)
  row(what, figure, limits, met)
  return timed.medianMs
}

whole('cupel --version', [process.execPath, BIN, '--version'], { ratio: 1.3 })
for (const [name, home] of [
  ['real', real],
  ['synthetic', synthetic],
] as const) {
  if (home === null) continue
  whole(`scan, package-lock of 1,273, ${name} index`, scanCommand(files.lock, home), { ratio: 2.5, rssMb: 90 })
  whole(`scan, pnpm lock of 2,000, ${name} index`, scanCommand(files.pnpm, home))
  whole(`scan, monorepo of 50 locks, ${name} index`, scanCommand(files.monorepo, home))
  whole(`scan, tree of 55,000 files, ${name} index`, scanCommand(files.tree, home))
  whole(`scan, SBOM of 100,000 components, ${name} index`, scanCommand(files.sbom, home))
}
whole('scan, package-lock of 1,273, starter set', scanCommand(files.lock, null))

if (real !== null) {
  const own = measure(scanCommand(files.lock, real), { rounds, cwd: WORK, env: {} })
  const { found, missing } = peersFor(join(files.lock, '..'), { records: join(SHARED, 'osv'), work: WORK })
  for (const { name, reason } of missing) row(`peer on the same lock: ${name}`, `not run: ${reason}`)
  for (const { name, command, env } of found) {
    const peer = measure(command, { rounds: Math.min(rounds, 5), cwd: WORK, env })
    row(
      `peer on the same lock: ${name}`,
      `${peer.medianMs.toFixed(0)} ms, ${(peer.medianMs / own.medianMs).toFixed(1)} x cupel (${own.medianMs.toFixed(0)} ms)`,
    )
  }
}

interface Library {
  scan(target: string, options: object): Promise<{ components: readonly unknown[]; findings: readonly unknown[] }>
  inventory(target: string, options: object): Promise<{ files: number; components: readonly unknown[] }>
  match(components: readonly unknown[], options: object): Promise<{ findings: readonly unknown[] }>
}
const library = (await import(pathToFileURL(join(ROOT, 'apps', 'cli', 'dist', 'library.js')).href)) as Library

async function warm(what: string, run: () => Promise<unknown>, budgetMs?: number): Promise<number> {
  for (let at = 0; at < 25; at++) await run()
  const times: number[] = []
  for (let at = 0; at < rounds; at++) {
    const started = process.hrtime.bigint()
    await run()
    times.push(Number(process.hrtime.bigint() - started) / 1e6)
  }
  const ms = median(times)
  row(what, `${ms.toFixed(1)} ms`, budgetMs === undefined ? '' : `<= ${budgetMs} ms`, budgetMs === undefined ? null : ms <= budgetMs)
  return ms
}

for (const [name, home] of [
  ['real', real],
  ['synthetic', synthetic],
] as const) {
  if (home === null) continue
  const options = { offline: true, db: home, env: {} }
  await warm(`in process, warm: package-lock of 1,273, ${name} index`, () => library.scan(files.lock, options), 15)
  for (const [size, lock] of files.curve)
    await warm(`in process, warm: package-lock of ${size}, ${name} index`, () => library.scan(lock, options))
}
await warm('in process, warm: tree of 55,000 files, inventory', () => library.inventory(files.tree, {}), 150)
if (synthetic !== null) {
  const options = { offline: true, db: synthetic, env: {} }
  const { components } = await library.inventory(files.sbom, {})
  await warm('in process, warm: 100,000 components matched', () => library.match(components, options), 1000)
  await warm('in process, warm: SBOM of 100,000 components, whole scan', () => library.scan(files.sbom, options))
}

benchAssess({ work: WORK, bin: BIN, row })

benchPolicy(row, { rounds, bin: BIN, scan: real === null ? null : scanCommand(files.lock, real) })

await benchVerify(row, { rounds, work: WORK })

writeFileSync(join(WORK, 'results.json'), JSON.stringify({ node: process.version, rounds, rows }, null, 2) + '\n')
