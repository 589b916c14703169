import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { relative, resolve, sep } from 'node:path'
import type { Component, DependencyGraph, Evidence, Finding, Problem, ProvenanceState, ScanReport } from '@cupel/model'
import { configInvalid, PROVENANCE_RULES } from '@cupel/model'
import { readNpmKeys, Refused } from '@cupel/provenance'
import type { NpmKey } from '@cupel/provenance'
import type { TrustPolicy } from '@cupel/policy'
import { locateFindings } from '../../locate.ts'
import type { Located } from '../../locate.ts'
import { shippedTrust } from '../shipped-trust.ts'
import { loadTrust } from '../trust-input.ts'
import type { Trust } from '../trust-input.ts'
import { readEvidenceStore, plainPurl } from './evidence-store.ts'
import { judgeComponent } from './judge-component.ts'
import type { OriginFault, OriginVerdict, StatedComponent } from './judge-component.ts'
import { digestKey } from './required-digests.ts'
import { savedDocuments } from './saved-documents.ts'

/** By what the origin of components is judged. Paths are relative to the working folder. */
export interface OriginRequest {
  /** The trust policy. */
  readonly policy: string
  /** Files and folders with evidence. */
  readonly evidence: readonly string[]
  readonly trustedRoot?: string
  /** Keys of the npm registry; default: those shipped. */
  readonly registryKeys?: string
  /** Signatures by keys need no entry in a log. */
  readonly unlogged?: boolean
}

export interface OriginInput {
  readonly components: readonly Component[]
  /** Every component as each file states it. */
  readonly stated: readonly Component[]
  readonly graphs: readonly DependencyGraph[]
  readonly target: ScanReport['target']
  readonly cwd: string
  readonly now: Date
}

export interface OriginResult {
  readonly findings: readonly Located[]
  readonly problems: readonly Problem[]
  readonly state: ProvenanceState
}

/**
 * Judges where components come from: a finding for each that a rule of the trust policy speaks of and for whose bytes nobody trusted
 * vouches as asked. Throws CupelError when the policy, a key or the root cannot be read, or the evidence is not there; evidence that
 * cannot be read is a problem. Nothing is asked over the network.
 */
export async function judgeProvenance(request: OriginRequest, input: OriginInput): Promise<OriginResult> {
  const { cwd, now } = input
  const trust = loadPolicy(request, input)
  const asked = statedComponents(input)
  const store = readEvidenceStore(request.evidence, {
    digests: new Set(asked.flatMap(({ statements }) => statements.flatMap(({ hashes }) => hashes.map(digestKey)))),
    purls: new Set(asked.map(({ component }) => plainPurl(component.purl) ?? '')),
    cwd,
  })
  const documents = { ...savedDocuments(request.evidence, cwd), keys: keysOf(request, input), root: trust.root }
  const pathOf = pathsOf(input, trust.base)
  const judged: (readonly [Component, OriginVerdict])[] = []
  for (const one of asked) judged.push([one.component, await judgeComponent(one, { trust, store, documents, now, pathOf })])
  const covered = judged.filter(([, { rules }]) => rules.length > 0)
  const findings = covered.flatMap(([component, verdict]) =>
    verdict.faults.map((fault) => findingOf(component, verdict, { fault, policy: trust.policy })),
  )
  const state = {
    policy: trust.shown.policy,
    root: trust.shown.root,
    rootDate: trust.shown.rootDate,
    evidence: store.count,
    covered: covered.length,
    trusted: covered.filter(([, { faults }]) => faults.length === 0).length,
    uncovered: judged.length - covered.length,
  }
  return { findings: locateFindings(findings, input.graphs), problems: [...store.problems, ...notes(state, trust)], state }
}

function loadPolicy(request: OriginRequest, { cwd, now }: OriginInput): Trust & { readonly policy: TrustPolicy } {
  const { policy: file, trustedRoot, unlogged } = request
  const root = trustedRoot === undefined ? {} : { trustedRoot }
  const trust = loadTrust({ policy: file, ...root, ...(unlogged === undefined ? {} : { unlogged }) }, { cwd, now })
  if (trust.policy === null) throw configInvalid(file, 'it is no trust policy')
  return { ...trust, policy: trust.policy }
}

function keysOf({ registryKeys }: OriginRequest, { cwd, now }: OriginInput): readonly NpmKey[] {
  if (registryKeys === undefined) return shippedTrust(now).registryKeys
  try {
    return readNpmKeys(readFileSync(resolve(cwd, registryKeys)))
  } catch (error) {
    throw configInvalid(registryKeys, error instanceof Refused ? error.message : 'cannot be read', { cause: error })
  }
}

/** Components with all that files state about them; the union alone would hide that one file pins nothing. */
function statedComponents({ components, stated }: OriginInput): readonly StatedComponent[] {
  const byPurl = new Map<string, Component[]>(components.map(({ purl }) => [purl, []]))
  for (const one of stated) byPurl.get(one.purl)?.push(one)
  return components.map((component) => {
    const statements = byPurl.get(component.purl) ?? []
    return { component, statements: statements.length === 0 ? [component] : statements }
  })
}

/** Artifacts that lie in a scanned folder have a path that `path:` rules may speak of. */
function pathsOf({ target, cwd }: OriginInput, base: string): (place: Evidence) => string | null {
  if (target.kind !== 'folder') return () => null
  const folder = resolve(cwd, target.name)
  return ({ kind, path }) => (kind === 'binary' && !path.includes('!/') ? relative(base, resolve(folder, path)).split(sep).join('/') : null)
}

function findingOf(
  component: Component,
  { rules, evidence, step }: OriginVerdict,
  { fault, policy }: { readonly fault: OriginFault; readonly policy: TrustPolicy },
): Omit<Located, 'paths'> {
  const { rule: id, reason, remedy, digests, places } = fault
  const { severity } = PROVENANCE_RULES[id]
  const named = policy.rules.filter(({ name }) => rules.includes(name))
  const text = `${named.length === 1 ? 'rule' : 'rules'} ${rules.join(', ')} of ${policy.source}`
  return {
    id: createHash('sha256').update(`provenance\n${id}\n${component.purl}`).digest('hex').slice(0, 20),
    kind: 'provenance',
    severity,
    advisory: { id, aliases: [], summary: reason, published: '', modified: '', cvss: [], cwes: [], kev: null, epss: null },
    component: component.purl,
    match: { by: 'trust-rule', text },
    fixedVersions: [],
    upgrade: null,
    scopes: component.scopes,
    direct: component.direct,
    locations: places,
    provenance: { rules, digests, evidence, remedy, step },
  } satisfies Omit<Finding, 'paths' | 'state' | 'stateReason' | 'rank'>
}

function notes(
  { covered, uncovered }: ProvenanceState,
  { policy, shown: { rootWarning = '' } }: Trust & { readonly policy: TrustPolicy },
): readonly Problem[] {
  const problems: Problem[] = []
  const add = (effect: Problem['effect'], detail: string, hint?: string): void => {
    const code = effect === 'incomplete' ? 'unsupported-content' : 'left-out'
    problems.push({ code, effect, path: '', detail, ...(hint === undefined ? {} : { hint }), by: 'trust' })
  }
  if (!policy.rules.some((rule) => rule.for.some((pattern) => !pattern.startsWith('repo:'))))
    add(
      'incomplete',
      `no rule of ${policy.source} speaks of packages or files: where components come from was not judged`,
      'add a [[rule]]',
    )
  else if (uncovered > 0)
    add(
      'note',
      `no rule of ${policy.source} speaks of ${uncovered} of ${covered + uncovered} components: where those come from was not judged`,
    )
  // Other kinds of identities need neither logs nor authorities of Sigstore.
  if (rootWarning !== '' && policy.identities.some(({ kind }) => kind === 'sigstore' || kind === 'key')) add('note', rootWarning)
  return problems
}
