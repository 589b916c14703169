// Runs one scan with the core chunk loaded as the entry loads it, then writes V8's compiled form of all that ran.
'use strict'
const { renameSync, writeFileSync } = require('node:fs')
const { join } = require('node:path')
const { loadCore } = require('../apps/cli/bin/load-core.cjs')

const [dist, target] = process.argv.slice(2)
process.argv.splice(2, process.argv.length, 'scan', target, '--offline', '--format', 'json')
const script = loadCore(dist, { compile: true })
process.on('exit', () => {
  const file = join(dist, 'cjs', 'core.cjs.cache')
  writeFileSync(`${file}.${process.pid}`, script.createCachedData())
  renameSync(`${file}.${process.pid}`, file)
})
require(join(dist, 'main.cjs'))
