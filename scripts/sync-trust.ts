import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseSigningConfig, parseTrustedRoot, readNpmKeys, Trace, TufClient } from '@cupel/provenance'

/**
 * Brings packages/provenance/data/sigstore-trust.json to the newest state of a clone of sigstore/root-signing. Nothing is taken on the
 * word of the clone: the TUF client starts from the root that is shipped now and goes through every newer one, with the time of the
 * newest commit as the clock, so that what had expired when it was published is refused.
 * Usage: node scripts/run.mjs scripts/sync-trust.ts GIT-DIRECTORY [--check]
 */
const FILE = join(process.cwd(), 'packages', 'provenance', 'data', 'sigstore-trust.json')
const [directory = '', mode] = process.argv.slice(2)

interface Shipped {
  readonly source: string
  readonly licence: string
  readonly tufRoot: string
}

function git(...args: readonly string[]): Buffer {
  return execFileSync('git', [`--git-dir=${directory}`, ...args], { maxBuffer: 64_000_000, stdio: ['ignore', 'pipe', 'pipe'] })
}

const paths = new Set(git('ls-tree', '-r', '--name-only', 'HEAD').toString('utf8').split('\n'))

function fileOf(...candidates: readonly string[]): Promise<Buffer | undefined> {
  const path = candidates.find((one) => paths.has(one))
  return Promise.resolve(path === undefined ? undefined : git('show', `HEAD:${path}`))
}

/** The clone keeps old roots apart, and of everything else the newest without its number or hash. */
function fetchMetadata(name: string): Promise<Buffer | undefined> {
  if (/^\d+\.root\.json$/.test(name)) return fileOf(`metadata/root_history/${name}`, `metadata/${name}`)
  return fileOf(`metadata/${decodeURIComponent(name.replace(/^\d+\./, ''))}`)
}

function fetchTarget(name: string): Promise<Buffer | undefined> {
  return fileOf(`targets/${name.replace(/(^|\/)[0-9a-f]{64,128}\./, '$1')}`)
}

const now = new Date(git('log', '-1', '--format=%cI').toString('utf8').trim())
const commit = git('rev-parse', '--short=12', 'HEAD').toString('utf8').trim()
const before = readFileSync(FILE, 'utf8')
const shipped = JSON.parse(before) as Shipped
const registryKeys = [...paths].filter((path) => /^targets\/.+\/keys\.json$/.test(path)).map((path) => path.slice('targets/'.length))
if (registryKeys.length !== 1) throw new Error(`there are ${registryKeys.length} files with the keys of a registry`)

const client = new TufClient(new Map([['root', Buffer.from(shipped.tufRoot)]]), { fetchMetadata, fetchTarget, now })
const started = client.rootVersion
const verdict = await Trace.runAsync('sync-trust', 'the trust is what its keepers signed', async (trace) => {
  const names = ['trusted_root.json', 'signing_config.v0.2.json', registryKeys[0] as string]
  const [trustedRoot, signingConfig, keys] = await names.reduce<Promise<readonly Buffer[]>>(
    async (done, name) => [...(await done), await client.download(name, trace)],
    Promise.resolve([]),
  )
  if (trustedRoot === undefined || signingConfig === undefined || keys === undefined) throw new Error('a file is missing')
  parseTrustedRoot(trustedRoot)
  parseSigningConfig(signingConfig)
  readNpmKeys(keys)
  return {
    source: `https://github.com/sigstore/root-signing at ${commit}`,
    licence: shipped.licence,
    asOf: `${now.toISOString().slice(0, 10)}T00:00:00Z`,
    tufRoot: (client.state.get('root') as Buffer).toString('utf8'),
    trustedRoot: trustedRoot.toString('utf8'),
    signingConfig: signingConfig.toString('utf8'),
    registryKeys: keys.toString('utf8'),
  }
})
if (verdict.value === undefined) {
  console.error(JSON.stringify(verdict.root, null, 1))
  process.exit(1)
}
const after = `${JSON.stringify(verdict.value, null, 2)}\n`
console.log(`root ${started} → ${client.rootVersion}, as of ${verdict.value.asOf}: ${after === before ? 'as shipped' : 'changed'}`)
if (mode !== '--check') writeFileSync(FILE, after)
else if (after !== before) process.exit(1)
