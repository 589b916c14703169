import { join, resolve } from 'node:path'
import { CupelError, networkForbidden, usageMissingArgument } from '@cupel/model'
import type { VerificationReport } from '@cupel/model'
import {
  loadMlDsa,
  parseSigningConfig,
  parseTrustedRoot,
  parseStrictJson,
  rootExpiry,
  textAt,
  Trace,
  TufClient,
  valueAt,
} from '@cupel/provenance'
import type { TufState } from '@cupel/provenance'
import { readEvidence } from '../read-evidence.ts'
import { shippedTrust } from '../shipped-trust.ts'
import { verdictItem } from '../verdict-item.ts'
import { verificationReport } from '../verification.ts'
import { trustFolder } from './trust-home.ts'
import { tufFetch } from './tuf-fetch.ts'
import { readTufFolder, writeTufFolder, writeWhole } from './tuf-folder.ts'

export interface TrustUpdateRequest {
  /** Keeps metadata of a repository of one's own; without it, cupel's home and the public Sigstore instance. */
  readonly metadataDir?: string
  /** The root to start from, when the folder has none. */
  readonly root?: string
  /** Where metadata and targets are; targets below `targets/` of it unless said. */
  readonly url?: string
  readonly targetUrl?: string
  /** Targets to fetch, and where they go; only with a folder of one's own. */
  readonly targets: readonly string[]
  readonly targetDir?: string
  readonly offline: boolean
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  readonly now: Date
  readonly signal: AbortSignal
}

/** The repository that the public Sigstore instance hands its trust out by. */
const PUBLIC_URL = 'https://tuf-repo-cdn.sigstore.dev'
const PUBLIC_TARGETS = { 'trusted_root.json': 'trusted_root.json', 'signing_config.v0.2.json': 'signing_config.json' } as const

/**
 * Updates trust by TUF (specification 1.0 §5): roots one by one, nothing older, nothing expired. What was accepted is kept even when a
 * later step is refused; what was refused leaves everything as it was.
 */
export async function updateTrust(request: TrustUpdateRequest): Promise<VerificationReport> {
  const own = request.metadataDir !== undefined
  if (request.offline && request.root === undefined) throw networkForbidden('trust update')
  if (!own && request.root !== undefined) throw usageMissingArgument('--metadata-dir DIR beside --root', 'trust update')
  if (!own && request.targets.length > 0) throw usageMissingArgument('--metadata-dir DIR beside --target', 'trust update')
  const { cwd, now, env } = request
  const folder = own ? resolve(cwd, request.metadataDir) : join(trustFolder(env), 'metadata')
  const before = readTufFolder(folder)
  const start = before.has('root') ? before : startFrom(request, before)
  if (own && request.url === undefined && !request.offline) throw usageMissingArgument('--url URL beside --metadata-dir', 'trust update')
  const url = request.url ?? (own ? (request.metadataDir ?? '') : PUBLIC_URL)
  const title = request.offline ? 'the trust root is signed by its own keys' : 'the trust root is the newest that its keepers signed'
  const verdict = await Trace.runAsync('trust-update', title, async (trace) => {
    const mlDsa = await loadMlDsa()
    const metadata = tufFetch(url, request.signal)
    const targets = tufFetch(request.targetUrl ?? `${url.replace(/\/+$/, '')}/targets`, request.signal)
    const client = trace.step('start', 'the root to start from is signed by its own keys', () => {
      return new TufClient(start, { fetchMetadata: metadata, fetchTarget: targets, now, mlDsa })
    })
    try {
      if (request.offline) tellUnasked(client.state, now, trace)
      else await fetchAll(client, request, trace)
    } finally {
      writeTufFolder(folder, client.state, before)
    }
    return client.state
  })
  const { value } = verdict
  const details = value === undefined ? {} : { details: { versions: { before: versionsOf(before), now: versionsOf(value) } } }
  const shown = {
    policy: own ? (request.metadataDir ?? '') : 'the root shipped with cupel',
    root: url,
    rootDate: now.toISOString().slice(0, 10),
  }
  return verificationReport([verdictItem(url, 'trust-root', { verdict, parts: details })], [], shown)
}

function startFrom({ root, metadataDir, cwd, now }: TrustUpdateRequest, before: TufState): TufState {
  if (root !== undefined) return new Map([...before, ['root', readEvidence(root, cwd)]])
  if (metadataDir === undefined) return new Map([...before, ['root', shippedTrust(now).tufRoot]])
  const missing = usageMissingArgument(`a root: ${metadataDir} has none`, 'trust update')
  throw new CupelError(missing.code, missing.message, { hint: 'give --root FILE that you had from its keepers by another way' })
}

/** Nobody was asked for anything newer, so that an expired root is only where updates start from (§5.3.10 ends each of them). */
function tellUnasked(state: TufState, now: Date, trace: Trace): void {
  trace.skip('metadata', 'its metadata is signed, fresh and no older', 'offline: nobody was asked whether there is anything newer')
  const expires = rootExpiry(state.get('root') ?? Buffer.alloc(0))
  if (now < expires) return
  trace.step('age', 'the root has not expired', (step) => {
    step.found(expires.toISOString())
    step.warn('expired', 'the root has expired: updates start from it, and nothing is taken before a newer one is found', 'update it')
  })
}

async function fetchAll(client: TufClient, request: TrustUpdateRequest, trace: Trace): Promise<void> {
  await trace.stepAsync('metadata', 'its metadata is signed, fresh and no older', (step) => client.refresh(step))
  const { metadataDir, targets, targetDir = '.', cwd, env, now } = request
  if (metadataDir !== undefined) {
    for (const name of targets) {
      const bytes = await download(client, name, trace)
      writeWhole(join(resolve(cwd, targetDir), encodeURIComponent(name)), bytes)
    }
    return
  }
  const fetched: (readonly [string, Buffer])[] = []
  for (const [name, file] of Object.entries(PUBLIC_TARGETS)) fetched.push([file, await download(client, name, trace)])
  trace.step('readable', 'what was fetched can be read', () => {
    for (const [file, bytes] of fetched) void (file === 'trusted_root.json' ? parseTrustedRoot(bytes) : parseSigningConfig(bytes))
  })
  for (const [file, bytes] of fetched) writeWhole(join(trustFolder(env), file), bytes)
  writeWhole(
    join(trustFolder(env), 'updated.json'),
    Buffer.from(`${JSON.stringify({ updatedAt: now.toISOString(), url: request.url ?? PUBLIC_URL })}\n`),
  )
}

function download(client: TufClient, name: string, trace: Trace): Promise<Buffer> {
  return trace.stepAsync(`target-${name}`, `target ${name} is the file its keepers signed`, (step) => client.download(name, step))
}

function versionsOf(state: TufState): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    [...state].map(([role, bytes]) => {
      const signed = valueAt(parseStrictJson(bytes, role), 'signed')
      return [role, { version: valueAt(signed, 'version') ?? null, expires: textAt(signed, 'expires') ?? '' }]
    }),
  )
}
