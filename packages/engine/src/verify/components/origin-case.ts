import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { ScanReport } from '@cupel/model'
import { preAuthEncoding } from '@cupel/provenance'
import { afterAll, expect } from 'vitest'
import { scan } from '../../scan.ts'
import type { ScanOptions } from '../../scan.ts'

const NOW = new Date('2026-03-01T00:00:00Z')
const KEYS = [0, 1, 2].map(() => generateKeyPairSync('ed25519'))
const folders: string[] = []

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

export const GOOD = 'the bytes of left 1.0.0'
export const OLD = 'the bytes of left 0.9.0'
export const sha512 = (text: string): string => createHash('sha512').update(text).digest('hex')
export const sri = (text: string): string => `sha512-${createHash('sha512').update(text).digest('base64')}`

export type Files = Readonly<Record<string, string | object>>

export interface Case {
  readonly files?: Files
  /** `[[rule]]` without its head. */
  readonly rule?: string
  readonly policy?: string
  /** Entries of the lock file, by place. */
  readonly lock?: Readonly<Record<string, object>>
  readonly evidence?: Files
  readonly options?: Partial<ScanOptions>
  readonly setUp?: (folder: string) => void
}

export const RULE = 'name = "left"\nfor = ["pkg:npm/left"]\nby = ["k0", "k1"]\nevidence = ["provenance", "attestation"]'
export const ENTRY = { version: '1.0.0', resolved: 'https://registry.example/left/-/left-1.0.0.tgz', integrity: sri(GOOD) }

/** The report about a project with one lock file, judged by a policy with the keys `k0` and `k1`; `k2` is nobody. */
export async function report({
  files = {},
  rule = RULE,
  policy,
  lock = { 'node_modules/left': ENTRY },
  evidence = {},
  options,
  setUp,
}: Case): Promise<ScanReport> {
  const folder = mkdtempSync(join(tmpdir(), 'cupel-origin-'))
  folders.push(folder)
  const put = (file: string, value: string | object): void => {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), typeof value === 'string' ? value : JSON.stringify(value))
  }
  const identity = (at: number): string => `[[identity]]\nname = "k${at}"\nkind = "key"\nkey = "k${at}.pem"\n`
  KEYS.forEach(({ publicKey }, at) => put(`k${at}.pem`, publicKey.export({ type: 'spki', format: 'pem' }) as string))
  put('trust.toml', policy ?? `version = 1\n${identity(0)}${identity(1)}[[rule]]\n${rule}\n`)
  put('project/package-lock.json', lockFile(lock))
  put('evidence/README', 'evidence')
  for (const [file, value] of Object.entries(evidence)) put(`evidence/${file}`, value)
  for (const [file, value] of Object.entries(files)) put(file, value)
  setUp?.(folder)
  const trust = { policy: 'trust.toml', evidence: ['evidence'], unlogged: true }
  return scan('project', { cwd: folder, env: {}, offline: true, now: () => NOW, trust, ...options })
}

export function lockFile(entries: Readonly<Record<string, object>>): object {
  const dependencies = { left: '1.0.0' }
  return {
    name: 'app',
    version: '1.0.0',
    lockfileVersion: 3,
    packages: { '': { name: 'app', version: '1.0.0', dependencies }, ...entries },
  }
}

/** What was found about origin: `rule id`, or `trusted`, `uncovered`; and how many problems lower the verdict. */
export async function outcome(given: Case): Promise<string> {
  const { findings, provenance, problems, verdict } = await report(given)
  const own = findings.filter(({ kind }) => kind === 'provenance')
  const lost = problems.filter(({ effect, by }) => effect === 'incomplete' && by === 'trust').length
  const said =
    own.length > 0
      ? own.map(({ advisory }) => advisory.id.slice('provenance-'.length)).join('+')
      : provenance?.covered === 0
        ? 'uncovered'
        : 'trusted'
  if (own.length > 0) expect(verdict.exitCode).toBe(1)
  else expect(provenance?.trusted).toBe(provenance?.covered)
  return `${said}${lost === 0 ? '' : ` ${lost} lost`}`
}

interface Said {
  readonly bytes?: string
  readonly digest?: Readonly<Record<string, string>>
  readonly name?: string
  readonly type?: string
  readonly predicate?: object
  readonly signers?: readonly number[]
  readonly subjects?: readonly object[]
}

/** A DSSE envelope with an attestation about some bytes. */
export function attestation({
  bytes = GOOD,
  digest,
  name = 'left-1.0.0.tgz',
  type = 'https://example.com/checked',
  predicate = {},
  signers = [0],
  subjects,
}: Said = {}): string {
  const statement = {
    _type: 'https://in-toto.io/Statement/v1',
    subject: subjects ?? [{ name, digest: digest ?? { sha512: sha512(bytes) } }],
    predicateType: type,
    predicate,
  }
  const payload = Buffer.from(JSON.stringify(statement))
  const payloadType = 'application/vnd.in-toto+json'
  const signatures = signers.map((at) => ({
    sig: sign(null, preAuthEncoding(payloadType, payload), KEYS[at]!.privateKey).toString('base64'),
  }))
  return JSON.stringify({ payloadType, payload: payload.toString('base64'), signatures })
}

export const SBOM = (hashes: readonly object[], version = '1.0.0'): object => ({
  bomFormat: 'CycloneDX',
  specVersion: '1.5',
  components: [{ type: 'library', name: 'left', version, purl: `pkg:npm/left@${version}`, hashes }],
})
