import { createHash, generateKeyPairSync, sign, verify } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { auditNpmSignatures, auditNpmSignaturesInParallel, readNpmKeys } from '@cupel/provenance'
import type { InstalledPackage, NpmKey, SignatureAudit } from '@cupel/provenance'
import { median } from './measure.ts'

export interface NpmTimed {
  readonly signatures: number
  /** On one core, on the runtime's threads, and by nothing but node:crypto on one core. */
  readonly oneCore: NpmRate
  readonly parallel: NpmRate
  readonly raw: NpmRate
}

export interface NpmRate {
  /** By the time that passed, which others on the machine take part of. */
  readonly perSecond: number
  /** Of all threads, for one signature: what the cores have to do. */
  readonly processorMicroseconds: number
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
  const times: { oneCore: NpmRate; parallel: NpmRate; raw: NpmRate }[] = []
  for (let round = 0; round < rounds; round++) {
    const raw = await rateOf(signatures, () => {
      for (const { message, signature } of signed) if (!verify('sha256', message, key, signature)) throw new Error('not signed')
    })
    const oneCore = await rateOf(signatures, () => allGood(auditNpmSignatures(packages, keys), signatures))
    const parallel = await rateOf(signatures, async () => allGood(await auditNpmSignaturesInParallel(packages, keys), signatures))
    times.push({ oneCore, parallel, raw })
  }
  const of = (way: 'oneCore' | 'parallel' | 'raw'): NpmRate => ({
    perSecond: median(times.map((round) => round[way].perSecond)),
    processorMicroseconds: median(times.map((round) => round[way].processorMicroseconds)),
  })
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

async function rateOf(count: number, run: () => void | Promise<void>): Promise<NpmRate> {
  const before = process.cpuUsage()
  const started = process.hrtime.bigint()
  await run()
  const elapsed = Number(process.hrtime.bigint() - started) / 1e9
  const { user, system } = process.cpuUsage(before)
  return { perSecond: count / elapsed, processorMicroseconds: (user + system) / count }
}
