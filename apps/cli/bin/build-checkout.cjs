'use strict'
const { spawnSync } = require('node:child_process')
const { existsSync } = require('node:fs')
const { join } = require('node:path')

/** Builds the bundle of a fresh checkout; its output goes to stderr so that reports on stdout stay clean. */
exports.buildCheckout = function buildCheckout() {
  const root = join(__dirname, '..', '..', '..')
  if (!existsSync(join(root, 'scripts', 'build.ts'))) throw new Error('it has no bundle (dist)')
  process.stderr.write('cupel: first run of this checkout, building …\n')
  const built = spawnSync(process.execPath, ['scripts/run.mjs', 'scripts/build.ts'], { cwd: root, stdio: ['ignore', 2, 2] })
  if (built.status !== 0) throw new Error('the build failed; run `npm ci` first')
}
