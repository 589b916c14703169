import { verify } from 'node:crypto'
import type { PublicKey } from '../keys/public-key.ts'
import { Refused } from '../verdict/refused.ts'
import type { InstalledPackage, SignatureAudit } from './audit-signatures.ts'
import { auditNpmSignatures } from './audit-signatures.ts'
import type { NpmKey } from './keys.ts'
import { signedText } from './verify-signature.ts'

/** So many checks wait at once. */
const BATCH = 512

/**
 * As `auditNpmSignatures`, with the elliptic curve arithmetic on the runtime's thread pool: what counts for lock files of thousands of
 * packages on several cores. The verdicts are made by the same code from the same checks.
 */
export async function auditNpmSignaturesInParallel(
  packages: readonly InstalledPackage[],
  keys: readonly NpmKey[],
): Promise<SignatureAudit> {
  const holding = new Set<string>()
  const tasks = packages.flatMap((installed) => (installed.from === 'registry' ? checks(installed, keys) : []))
  for (let start = 0; start < tasks.length; start += BATCH) {
    await Promise.all(tasks.slice(start, start + BATCH).map(async (task) => (await holds(task)) && holding.add(task.id)))
  }
  return auditNpmSignatures(packages, keys, (key, message, signature) => {
    if (holding.has(identify(key, message, signature))) return
    throw new Refused('signature-invalid', `the registry's signature does not verify with the ${key.type} key it should be by`)
  })
}

interface Task {
  readonly id: string
  readonly key: PublicKey
  readonly message: Buffer
  readonly signature: Buffer
}

function checks(release: Extract<InstalledPackage, { readonly from: 'registry' }>, keys: readonly NpmKey[]): readonly Task[] {
  const message = signedText(release)
  return release.signatures.flatMap(({ keyid, sig }) => {
    const named = keys.filter(({ use, keyId }) => use === 'signatures' && keyId === keyid)
    const signature = Buffer.from(sig, 'base64')
    return named.map(({ key }) => ({ id: identify(key, message, signature), key, message, signature }))
  })
}

function identify(key: PublicKey, message: Buffer, signature: Buffer): string {
  return `${key.spki.toString('latin1')}\0${signature.toString('latin1')}\0${message.toString('latin1')}`
}

/** Malformed signatures make the runtime fail instead of saying no. */
function holds({ key, message, signature }: Task): Promise<boolean> {
  return new Promise((resolve) => {
    verify('sha256', message, key.keyObject, signature, (error, result) => resolve(error === null && result))
  })
}
