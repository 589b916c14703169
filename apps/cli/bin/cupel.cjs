#!/usr/bin/env node
// The bundle's entry; in a checkout that was never built, the bundle is made first.
'use strict'
const version = process.argv.length === 3 && ['--version', '-V', 'version'].includes(process.argv[2])
try {
  try {
    if (!version) require('./load-core.cjs').loadCore(__dirname + '/../dist')
    require('../dist/main.cjs')
  } catch (error) {
    if (error.code !== 'MODULE_NOT_FOUND' || error.requireStack[0] !== __filename) throw error
    require('./build-checkout.cjs').buildCheckout()
    require('../dist/main.cjs')
  }
} catch (error) {
  require('./damaged.cjs').damaged(error)
}
