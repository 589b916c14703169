import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { configInvalid } from '@cupel/model'
import type { Component, Problem, VerificationItem, VerificationReport, Vouch } from '@cupel/model'
import { judgeTrust } from '@cupel/policy'
import { readNpmKeys, Refused } from '@cupel/provenance'
import type { NpmKey } from '@cupel/provenance'
import { takeInventory } from '../../take-inventory.ts'
import { loadTrust } from '../trust-input.ts'
import type { Trust, TrustRequest } from '../trust-input.ts'
import { shippedTrust } from '../shipped-trust.ts'
import { verificationReport } from '../verification.ts'
import { checkNpmPackage } from './check-npm-package.ts'
import type { CheckedPackage } from './check-npm-package.ts'
import type { NpmDocuments } from './npm-documents.ts'

export interface NpmRequest {
  /** Project, lock file, SBOM or image. */
  readonly target: string
  readonly documents: NpmDocuments
  /** Keys of the registry; default: the ones shipped, of the public registry. */
  readonly keys?: string
  readonly trust: TrustRequest
  /** Ask for attestations also where the registry does not announce any. */
  readonly cwd: string
  readonly now: Date
  readonly progress?: (done: number, all: number) => void
}

const AT_ONCE = 10

/**
 * Verifies every npm package of a target: that the registry signed exactly what the lock file pins, that its attestations hold, and
 * that its provenance did not get weaker than that of the releases before. With a policy, the rules that speak of a package decide too.
 */
export async function verifyNpm(request: NpmRequest): Promise<VerificationReport> {
  const { cwd, now, documents } = request
  const trust = loadTrust(request.trust, { cwd, now })
  const keys = loadKeys(request.keys, cwd, now)
  const inventory = await takeInventory(request.target, { cwd })
  const packages = inventory.components.filter(({ purl }) => purl.startsWith('pkg:npm/'))
  const checked: CheckedPackage[] = []
  let done = 0
  await eachOf(packages, async (component, at) => {
    checked[at] = await checkNpmPackage(component, { documents, keys, root: trust.root })
    request.progress?.(++done, packages.length)
  })
  const items = packages.map((component, at) => judged(component, checked[at] as CheckedPackage, { trust, now }))
  const problems = [...inventory.problems, ...nothingChecked(packages, request.target), ...checked.flatMap(({ problems: own }) => own)]
  return verificationReport(items, problems, trust.shown)
}

async function eachOf<T>(values: readonly T[], work: (value: T, at: number) => Promise<void>): Promise<void> {
  let next = 0
  const lane = async (): Promise<void> => {
    for (let at = next++; at < values.length; at = next++) await work(values[at] as T, at)
  }
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, values.length) }, lane))
}

function loadKeys(file: string | undefined, cwd: string, now: Date): readonly NpmKey[] {
  if (file === undefined) return shippedTrust(now).registryKeys
  let bytes: Buffer
  try {
    bytes = readFileSync(resolve(cwd, file))
  } catch (error) {
    throw configInvalid(file, 'cannot be read', { cause: error })
  }
  try {
    return readNpmKeys(bytes)
  } catch (error) {
    if (error instanceof Refused) throw configInvalid(file, error.message, { cause: error })
    throw error
  }
}

function nothingChecked(packages: readonly Component[], target: string): readonly Problem[] {
  if (packages.length > 0) return []
  return [{ code: 'unsupported-content', effect: 'incomplete', path: '', detail: `${target} has no npm package`, by: 'verify-npm' }]
}

/** Rules of the policy that speak of the package must be met as well; one that no rule speaks of rests on the registry alone. */
function judged(
  component: Component,
  { verdict, vouches }: CheckedPackage,
  { trust, now }: { readonly trust: Trust; readonly now: Date },
): VerificationItem {
  const { policy } = trust
  const applies = policy !== null && spokenOf(policy, component.purl)
  const asked = applies ? judgeTrust(policy, { purl: component.purl }, { vouches, now }) : null
  const good = verdict.outcome === 'verified' && asked?.outcome !== 'refused'
  return {
    subject: component.purl,
    kind: 'npm-package',
    digests: Object.fromEntries(component.hashes.map(({ algorithm, value }) => [algorithm, value])),
    outcome: good ? 'verified' : 'refused',
    signers: vouches.map(({ signer }: Vouch) => signer),
    times: [...new Set(vouches.flatMap(({ at }) => (at === null ? [] : [at.toISOString()])))].sort(),
    vouchedBy: asked?.vouchedBy ?? [],
    step: {
      ...verdict.root,
      outcome: good ? verdict.root.outcome : 'failed',
      steps: [...verdict.root.steps, ...(asked === null ? [] : [asked.step])],
    },
  }
}

function spokenOf(policy: NonNullable<Trust['policy']>, purl: string): boolean {
  const { step } = judgeTrust(policy, { purl }, { vouches: [], now: new Date(0) })
  return step.code !== 'trust-missing'
}
