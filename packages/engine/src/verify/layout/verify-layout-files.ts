import { readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { configInvalid, CupelError, targetMissing, usageMissingArgument } from '@cupel/model'
import type { Signer, TrustSubject, VerificationReport, Vouch } from '@cupel/model'
import { layoutKeyFromPem, layoutKeyOf, layoutOwners, Trace, verifyLayout } from '@cupel/provenance'
import type { Artifacts, LayoutKey, LinkFiles } from '@cupel/provenance'
import { readEvidence } from '../read-evidence.ts'
import { requirePurl } from '../require-purl.ts'
import { pathForPolicy, requireTrusted } from '../require-trusted.ts'
import type { PolicyTrust } from '../trust-input.ts'
import { loadPolicyTrust } from '../trust-input.ts'
import { keySigner, readTrusted, verdictItem } from '../verdict-item.ts'
import { verificationReport } from '../verification.ts'
import { canConfine, runInspection } from './run-inspection.ts'

export interface LayoutRequest {
  readonly layout: string
  /** Public keys of the layout's owners: each must have signed. Empty: the policy says who owns it. */
  readonly keys: readonly string[]
  /** Trust policy, only without keys; default: the one of the working folder. Its rules with evidence `layout` judge. */
  readonly policy?: string
  /** Package and repository that the product is of, for the rules of the policy. */
  readonly subject?: Pick<TrustSubject, 'purl' | 'repository'>
  /** Folder with link files; those of sublayouts in folders of their own. */
  readonly links: string
  /** Folder with the final product, for inspections. */
  readonly product: string
  /** Values for the layout's parameters. */
  readonly parameters: Readonly<Record<string, string>>
  readonly runInspections: boolean
  readonly timeoutMs: number
  readonly cwd: string
  readonly now: Date
}

type GivenOwners = { readonly keys: readonly LayoutKey[] } | { readonly by: PolicyTrust }

function givenOwners({ keys, policy, cwd, now }: LayoutRequest): GivenOwners {
  if (keys.length > 0)
    return { keys: keys.map((file) => readTrusted(file, () => layoutKeyFromPem(readEvidence(file, cwd).toString('latin1')))) }
  const by = loadPolicyTrust(policy, { cwd, now })
  if (by === null) {
    const missing = usageMissingArgument('whom to trust', 'verify layout')
    throw new CupelError(missing.code, missing.message, { hint: 'give --key FILE of the owner of the layout, or --trust FILE' })
  }
  if (by.policyKeys.keys.size === 0)
    throw configInvalid(by.shown.policy, 'it has no identity of kind key, and owners of layouts are known by keys')
  return { by }
}

interface JudgedOwners {
  readonly layoutKeys: readonly LayoutKey[]
  readonly signers: readonly Signer[]
  readonly vouchedBy: readonly string[]
}

/** The keys of the policy that signed the layout, once its rules have accepted them. */
function ownersByPolicy(bytes: Buffer, by: PolicyTrust, { layout, subject, cwd }: LayoutRequest, trace: Trace): JudgedOwners {
  const prints = new Map([...by.policyKeys.keys].map(([print, key]) => [layoutKeyOf(key), print] as const))
  const layoutKeys = trace.step('owners', 'keys of the policy signed the layout', () => layoutOwners(bytes, [...prints.keys()], by.now))
  const signers = layoutKeys.map((key) => keySigner(prints.get(key) ?? ''))
  const vouches = signers.map((signer): Vouch => ({ evidence: 'layout', signer, at: null, source: layout }))
  const path = pathForPolicy(layout, { base: by.base, cwd })
  const vouchedBy = requireTrusted({ policy: by.policy, subject: { ...subject, path }, vouches, now: by.now }, trace)
  return { layoutKeys, signers, vouchedBy }
}

const MAX_LINKS = 20_000
const MAX_DEPTH = 20

/** Verifies a supply chain against its layout (in-toto specification 1.0). Inspections are commands of the layout: run only when allowed. */
export function verifyLayoutFiles(request: LayoutRequest): VerificationReport {
  const { layout, cwd, now, parameters, runInspections, timeoutMs } = request
  requirePurl(request.subject?.purl)
  const owners = givenOwners(request)
  const bytes = readEvidence(layout, cwd)
  const files = readLinks(resolve(cwd, request.links), request.links)
  const sandbox = { folder: resolve(cwd, request.product), timeoutMs }
  const inspect =
    runInspections && canConfine()
      ? { inspect: (inspection: Parameters<typeof runInspection>[0]) => runInspection(inspection, sandbox) }
      : {}
  let judged: JudgedOwners = { layoutKeys: [], signers: [], vouchedBy: [] }
  const verdict = Trace.run('layout', 'the product was made as its layout says', (trace) => {
    if (runInspections && !('inspect' in inspect))
      trace.warn('policy-not-met', 'this system cannot confine inspections: none is run', 'verify on Linux with user name spaces')
    // Before anything of the layout is followed: an inspection is a command that its owner wrote.
    judged = 'keys' in owners ? { ...judged, layoutKeys: owners.keys } : ownersByPolicy(bytes, owners.by, request, trace)
    const { layoutKeys } = judged
    return verifyLayout(bytes, { layoutKeys, files, now, parameters, ...inspect }, trace)
  })
  const { value } = verdict
  const details = value === undefined ? {} : { materials: listed(value.summary.materials), products: listed(value.summary.products) }
  const { signers, vouchedBy } = judged
  const item = verdictItem(layout, 'layout', {
    verdict,
    parts: { signers, vouchedBy, details: { layout: { links: files.size, ...details } } },
  })
  const policy = 'keys' in owners ? `owners ${request.keys.join(', ')}` : owners.by.shown.policy
  return verificationReport([item], [], { policy, root: '', rootDate: '' })
}

function listed(artifacts: Artifacts): Readonly<Record<string, unknown>> {
  return Object.fromEntries([...artifacts].sort(([a], [b]) => (a < b ? -1 : 1)))
}

function readLinks(folder: string, shown: string): LinkFiles {
  const found = new Map<string, Buffer>()
  const visit = (path: string, prefix: string, depth: number): void => {
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      if (entry.isDirectory() && depth < MAX_DEPTH) visit(join(path, entry.name), `${prefix}${entry.name}/`, depth + 1)
      else if (entry.isFile() && entry.name.endsWith('.link') && found.size < MAX_LINKS)
        found.set(prefix + entry.name, readEvidence(join(path, entry.name), path))
    }
  }
  try {
    visit(folder, '', 0)
  } catch (error) {
    throw targetMissing(shown, error)
  }
  return found
}
