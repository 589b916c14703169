import { forgeAddress, gatherFacts, readForge } from '@cupel/assess'
import type { Facts, ForgeReading, VerifySignature } from '@cupel/assess'
import { networkTransport } from '../forge/network-transport.ts'
import type { AdvisoryFacts } from './advisory-facts.ts'
import type { AssessRequest } from './assess-project.ts'
import { downloadReleases } from './download-releases.ts'
import { PUBLIC_FORGES } from './forge-tokens.ts'
import { objectSignatureVerifier } from './object-signatures.ts'
import type { OpenProject } from './open-project.ts'
import { releaseSignatureVerifier } from './release-signatures.ts'
import { siteFacts } from './site-lists.ts'
import type { SiteFacts } from './site-lists.ts'

interface FactsInput {
  readonly request: AssessRequest
  readonly advisories: AdvisoryFacts | null
  readonly signal: AbortSignal
}

/** The clone is read first: what it holds need not be asked of the forge. */
export async function projectFacts(
  { tree, git, identity }: OpenProject,
  { request, advisories, signal }: FactsInput,
): Promise<{ readonly facts: Facts; readonly forge: ForgeReading | null }> {
  const asOf = request.asOf.toISOString()
  const matches = advisories?.matches.known === true ? { advisories: advisories.matches.value } : {}
  const releases = request.releases === undefined ? {} : { releases: request.releases }
  const options = {
    verifySignature: releaseSignatureVerifier({ tree, project: identity, now: request.asOf }),
    history: {
      verifyObject: objectSignatureVerifier({ tree, now: request.asOf }),
      ...(identity.commit === '' ? {} : { from: identity.commit }),
    },
  }
  const facts = await gatherFacts(tree, git, { asOf, project: identity, ...matches, ...releases }, options)
  const unmatched =
    advisories !== null && !advisories.matches.known ? { advisories: advisories.matches, advisoriesAtLeast: advisories.atLeast } : {}
  const asked = await askForge(facts, request, signal)
  const sites = await askSites(facts, request, asked === null ? null : signal)
  if (asked === null) return { facts: { ...facts, ...unmatched, forge: { ...facts.forge, ...sites } }, forge: null }
  const forge = request.releases === undefined ? await withFiles(facts, asked, { request, signal, verify: options.verifySignature }) : asked
  const listed = request.releases === undefined ? { releases: forge.releases } : {}
  return { facts: { ...facts, ...unmatched, ...listed, forge: { ...forge.facts, ...sites } }, forge }
}

interface FetchInput {
  readonly request: AssessRequest
  readonly signal: AbortSignal
  readonly verify: VerifySignature
}

/** The forge's releases with what verifying fetched files gave, where that was asked for. */
async function withFiles(
  { project }: Facts,
  reading: ForgeReading,
  { request: { forge, forgeHosts }, signal, verify }: FetchInput,
): Promise<ForgeReading> {
  const { releases, cost } = reading
  const address = forgeAddress(project.url, forgeHosts)
  if (!releases.known || address === null || forge?.downloadBytes === undefined) return reading
  const { cacheFolder, maxCalls = DEFAULT_CALLS, downloadBytes: maxBytes } = forge
  const token = forge.token(address) ?? ''
  const transport = networkTransport({ signal, cacheFolder })
  const callsLeft = Math.max(0, maxCalls - cost.calls)
  const fetched = await downloadReleases(releases.value, { maxBytes, address, verify, transport, token, callsLeft, signal })
  return { ...reading, releases: { known: true, value: fetched.releases }, cost: { ...cost, calls: cost.calls + fetched.calls } }
}

const DEFAULT_CALLS = 5
const SITE_TIMEOUT_MS = 10_000

/** Sites know the public forges only, and are not told of any other. */
async function askSites({ project }: Facts, { lists, forge }: AssessRequest, signal: AbortSignal | null): Promise<Partial<SiteFacts>> {
  if (lists === undefined) return {}
  const address = forgeAddress(project.url)
  const asks = signal !== null && address !== null && PUBLIC_FORGES.has(address.web)
  const transport = asks ? networkTransport({ signal, timeoutMs: SITE_TIMEOUT_MS, cacheFolder: forge?.cacheFolder ?? null }) : null
  return siteFacts(project, lists, transport)
}

async function askForge(facts: Facts, { forge, forgeHosts }: AssessRequest, signal: AbortSignal): Promise<ForgeReading | null> {
  const address = forge === undefined || forge === null || facts.project.url === '' ? null : forgeAddress(facts.project.url, forgeHosts)
  if (forge === undefined || forge === null || address === null) return null
  const { maxCalls, cacheFolder, paused } = forge
  const token = forge.token(address)
  if (token === null) return null
  return readForge(address, {
    transport: networkTransport({ signal, cacheFolder, ...(paused === undefined ? {} : { paused }) }),
    token,
    hints: { commitsByEmail: commitsByEmail(facts), commit: facts.project.commit },
    ...(maxCalls === undefined ? {} : { maxCalls }),
  })
}

function commitsByEmail({ git }: Facts): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const { author } of git.known ? git.value.commits : []) {
    const email = author.email.toLowerCase()
    counts.set(email, (counts.get(email) ?? 0) + 1)
  }
  return counts
}
