#!/usr/bin/env node
// The bundle's entry; in a checkout that was never built, the bundle is made first.
'use strict'
try {
  require('../dist/main.cjs')
} catch (error) {
  if (error.code !== 'MODULE_NOT_FOUND' || error.requireStack[0] !== __filename) throw error
  require('./build-checkout.cjs').buildCheckout()
  require('../dist/main.cjs')
}
