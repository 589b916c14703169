import { createHash, generateKeyPairSync, sign, verify } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { auditNpmSignatures, auditNpmSignaturesInParallel, readNpmKeys } from '@cupel/provenance'
import type { InstalledPackage, NpmKey, SignatureAudit } from '@cupel/provenance'
import { median } from './measure.ts'

export interface NpmTimed {
  readonly signatures: number
  /** Signatures a second: on one core, on the runtime's threads, and by nothing but node:crypto on one core. */
  readonly oneCore: number
  readonly parallel: number
  readonly raw: number
}

interface Registry {
  readonly packages: readonly InstalledPackage[]
  readonly keys: readonly NpmKey[]
  readonly key: KeyObject
  readonly signed: readonly { readonly message: Buffer; readonly signature: Buffer }[]
}

/** So many releases as a registry signs them (ECDSA P-256 with SHA-256), audited in turn each way. */
export async function timeNpm({ signatures, rounds }: { signatures: number; rounds: number }): Promise<NpmTimed> {
  const { packages, keys, key, signed } = registry(signatures)
  const times: { oneCore: number; parallel: number; raw: number }[] = []
  for (let round = 0; round < rounds; round++) {
    const raw = await perSecond(signatures, () => {
      for (const { message, signature } of signed) if (!verify('sha256', message, key, signature)) throw new Error('not signed')
    })
    const oneCore = await perSecond(signatures, () => allGood(auditNpmSignatures(packages, keys), signatures))
    const parallel = await perSecond(signatures, async () => allGood(await auditNpmSignaturesInParallel(packages, keys), signatures))
    times.push({ oneCore, parallel, raw })
  }
  const of = (way: 'oneCore' | 'parallel' | 'raw'): number => median(times.map((round) => round[way]))
  return { signatures, oneCore: of('oneCore'), parallel: of('parallel'), raw: of('raw') }
}

function registry(count: number): Registry {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const spki = publicKey.export({ type: 'spki', format: 'der' })
  const keyid = `SHA256:${createHash('sha256').update(spki).digest('base64')}`
  const entry = { keyid, keytype: 'ecdsa-sha2-nistp256', scheme: 'ecdsa-sha2-nistp256', key: spki.toString('base64'), expires: null }
  const signed = Array.from({ length: count }, (_, at) => {
    const integrity = `sha512-${createHash('sha512').update(String(at)).digest('base64')}`
    const release = { name: `package-${at}`, version: `1.${at % 50}.0`, integrity }
    const message = Buffer.from(`${release.name}@${release.version}:${integrity}`)
    return { release, message, signature: sign('sha256', message, privateKey) }
  })
  const packages = signed.map(({ release, signature }) => {
    return { from: 'registry', ...release, signatures: [{ keyid, sig: signature.toString('base64') }] } as const
  })
  return { packages, keys: readNpmKeys(Buffer.from(JSON.stringify({ keys: [entry] }))), key: publicKey, signed }
}

function allGood({ verified }: SignatureAudit, expected: number): void {
  if (verified.length !== expected) throw new Error('a good signature was refused')
}

async function perSecond(count: number, run: () => void | Promise<void>): Promise<number> {
  const started = process.hrtime.bigint()
  await run()
  return count / (Number(process.hrtime.bigint() - started) / 1e9)
}
