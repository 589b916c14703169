'use strict'
const { existsSync } = require('node:fs')
const { join } = require('node:path')

/** Says on stderr that files of this installation are missing or broken, with the way out, and sets exit code 70. */
exports.damaged = function damaged(error) {
  const reason = String((error && error.message) || error)
    .split('\n')[0]
    .replace(/[^\x20-\x7e]/g, '?')
  const isCheckout = existsSync(join(__dirname, '..', '..', '..', 'scripts', 'build.ts'))
  const wayOut = isCheckout ? 'run `npm ci && npm run build` in the checkout' : 'install the package cupel again'
  process.stderr.write(`cupel: this installation is damaged: ${reason}\n  ${wayOut}\n`)
  process.exitCode = 70
}
