import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Builds the bundle of a fresh checkout; its output goes to stderr so that reports on stdout stay clean. */
export function buildCheckout() {
  const root = fileURLToPath(new URL('../../..', import.meta.url))
  if (!existsSync(`${root}/scripts/build.ts`)) throw new Error('this installation of cupel has no bundle; install the package again')
  process.stderr.write('cupel: first run of this checkout, building …\n')
  const built = spawnSync(process.execPath, ['scripts/run.mjs', 'scripts/build.ts'], { cwd: root, stdio: ['ignore', 2, 2] })
  if (built.status !== 0) throw new Error('the build failed; run `npm ci` first')
}
