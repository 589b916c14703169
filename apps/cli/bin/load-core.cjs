'use strict'
const { readFileSync } = require('node:fs')
const { dirname, resolve } = require('node:path')
const { setFlagsFromString } = require('node:v8')
const { Script } = require('node:vm')

/**
 * Loads the bundle's core chunk with the compiled form that the build laid beside it, and hands it to `require`. V8 refuses a
 * compiled form of another version of itself; then, and when there is none, nothing happens and `require` compiles as ever.
 * Gives the script, of which the build makes that compiled form; null when it was not loaded here.
 */
exports.loadCore = function loadCore(dist, options = {}) {
  const file = resolve(dist, 'cjs', 'core.cjs')
  let source
  let cachedData
  try {
    cachedData = options.compile ? undefined : readFileSync(file + '.cache')
    // The build leaves ASCII only in it.
    source = readFileSync(file, 'latin1')
  } catch {
    return null
  }
  const Module = module.constructor
  const script = new Script(Module.wrap(source), { filename: file, cachedData })
  if (script.cachedDataRejected) return null
  const core = new Module(file, null)
  core.filename = file
  require.cache[file] = core
  const folder = dirname(file)
  const requireBeside = (id) => require(id.startsWith('./') ? folder + id.slice(1) : id)
  script.runInThisContext()(core.exports, requireBeside, core, file, folder)
  core.loaded = true
  // An ordinary scan is over before V8's optimizing compiler pays for itself, and where processors are few it takes the scan's own
  // time. It sets in later than by default, for whatever takes a second. Known to this version of V8, since the compiled form was; V8
  // would refuse one that is made under other flags.
  if (!options.compile) setFlagsFromString('--interrupt-budget=2000000')
  return script
}
