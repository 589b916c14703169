import { generateKeyPairSync } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { serveSandbox } from '@cupel/engine/sandbox'
import type { ServedSandbox } from '@cupel/engine/sandbox'
import type { Step, VerificationReport } from '@cupel/model'
import Ajv2020 from 'ajv/dist/2020.js'
import { ROOT, startCupel } from './cupel.ts'
import type { Run, RunOptions } from './cupel.ts'

export const SIGNER = 'somebody@example.com'

/** A sandbox in this process, its files in `FOLDER/sandbox`, and the flags with which cupel uses it. */
export interface SigningPlace extends ServedSandbox {
  readonly folder: string
  readonly issuer: string
  readonly token: string
  /** Flags of commands that sign there without a key. */
  readonly sign: readonly string[]
  /** Flags of commands that verify what was signed there. */
  readonly verify: readonly string[]
}

export async function signingPlace(folder: string, faults: readonly string[] = [], identity = SIGNER): Promise<SigningPlace> {
  const out = join(folder, 'sandbox')
  const served = await serveSandbox({ out, port: 0, faults, identity, now: () => new Date() })
  const issuer = `${served.baseUrl}/oidc`
  const token = readFileSync(join(out, 'token.txt'), 'utf8')
  const root = ['--trusted-root', join(out, 'trusted_root.json')]
  const sign = ['--identity-token', token, '--signing-config', join(out, 'signing_config.json'), ...root]
  return { ...served, folder, issuer, token, sign, verify: ['--identity', identity, '--issuer', issuer, ...root] }
}

/** Runs the program without blocking this process, in which the sandbox answers. */
export function run(args: readonly string[], options: Omit<RunOptions, 'input'> = {}): Promise<Run> {
  return startCupel(args, options).done
}

const SCHEMA = readFileSync(join(ROOT, 'docs/schemas/verification-report-1.0.schema.json'), 'utf8')
const followsSchema = new Ajv2020.default({ allErrors: true }).compile(JSON.parse(SCHEMA) as object)

/** The report of a command that verifies, held against its published schema, with its exit code. */
export async function verdict(
  args: readonly string[],
  options: Omit<RunOptions, 'input'> = {},
): Promise<{ readonly code: number | null; readonly report: VerificationReport }> {
  const { code, stdout, stderr } = await run([...args, '--format', 'json'], options)
  if (stdout === '') throw new Error(`no report, exit ${code}: ${stderr}`)
  const report = JSON.parse(stdout) as VerificationReport
  if (!followsSchema(report)) throw new Error(`the report does not follow its schema: ${JSON.stringify(followsSchema.errors)}`)
  return { code, report }
}

/** The innermost failed step, as `path/of/ids: code`. */
export function failure(step: Step | undefined, path: readonly string[] = []): string {
  const inner = step?.steps.find(({ outcome }) => outcome === 'failed')
  return inner === undefined ? `${path.join('/')}: ${step?.code}` : failure(inner, [...path, inner.id])
}

/** A key pair as PEM. */
export function keyPair(
  kind: 'P-256' | 'P-384' | 'P-521' | 'ed25519' | 'rsa' = 'P-256',
  passphrase?: string,
): { private: string; public: string } {
  const pair =
    kind === 'ed25519'
      ? generateKeyPairSync('ed25519')
      : kind === 'rsa'
        ? generateKeyPairSync('rsa', { modulusLength: 2048 })
        : generateKeyPairSync('ec', { namedCurve: kind })
  const cipher = passphrase === undefined ? {} : { cipher: 'aes-256-cbc', passphrase }
  return {
    private: pair.privateKey.export({ type: 'pkcs8', format: 'pem', ...cipher }) as string,
    public: pair.publicKey.export({ type: 'spki', format: 'pem' }) as string,
  }
}
