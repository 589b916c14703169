import { relative, resolve } from 'node:path'
import { isKnownEcosystem, targetEmpty, usageWrongValue, VERSION_SCHEMES } from '@cupel/model'
import type { Component, DependencyGraph, ScanReport } from '@cupel/model'
import { matchComponents } from '@cupel/advisory'
import type { AdvisoryIndex } from '@cupel/advisory'
import { containingProducts, DEFAULT_GATE, decide, FailOnInvalid, parseFailOn, summarize } from '@cupel/policy'
import type { Config, Gate } from '@cupel/policy'
import { excludesOfConfig, findConfig } from './config.ts'
import { leftOut } from './left-out.ts'
import { locateFindings } from './locate.ts'
import { advisoriesFor, schemesOf } from './match.ts'
import type { MatchOptions } from './match.ts'
import { originOf, originRequest } from './origin.ts'
import { policyRequest } from './policy/policy-request.ts'
import type { PolicyRequest } from './policy/policy-request.ts'
import type { VexRead } from './read-vex-files.ts'
import type { OriginRequest } from './verify/components/judge-provenance.ts'
import { reportedIndex } from './reported-index.ts'
import { takeInventory } from './take-inventory.ts'
import type { InventoryRequest, TakenInventory } from './take-inventory.ts'
import { toolVersion } from './tool-version.ts'

/** Everything a scan may be told. All optional: the defaults scan everything, with the network, and fail on any finding. */
export interface ScanOptions extends Partial<Omit<InventoryRequest, 'cwd' | 'emit'>>, MatchOptions {
  /** Only components of these OSV ecosystems (without suffix: all its releases). */
  readonly ecosystems?: readonly string[]
  /** Leave out components needed only for development and tests. */
  readonly noDev?: boolean
  /** Only findings of these kinds. */
  readonly only?: readonly string[]
  readonly vex?: readonly string[]
  /** As `--fail-on` takes it. */
  readonly failOn?: string
  readonly allowIncomplete?: boolean
  /** Judge where components come from by a trust policy. */
  readonly trust?: Partial<OriginRequest>
  /** Judge by policy packs. */
  readonly policy?: Partial<PolicyRequest>
}

/**
 * Scans a folder, lock file, SBOM, archive or container image: lists, matches, decides. Throws CupelError when there is nothing
 * to scan or the user's input is wrong; everything else that goes wrong is in the report's problems and verdict.
 */
export async function scan(target: string, options: ScanOptions = {}): Promise<ScanReport> {
  const cwd = options.cwd ?? process.cwd()
  const found = await findConfig(cwd, options.config)
  const { config } = found
  const gate = gateOf(options, config)
  const configExclude = excludesOfConfig(found, resolve(cwd, target))
  const exclude = [...(options.exclude ?? []), ...(configExclude?.patterns ?? [])]
  const trust = originRequest(options, found, cwd)
  const policy = policyRequest(options.policy, found, cwd)
  // Packs and their language are loaded for those who judge by some, and read before anything is scanned.
  const judge = policy === null ? null : (await import('./policy/judge-scan.ts')).preparePolicies(policy, cwd)
  const stated: Component[] = []
  const keep = trust === null ? {} : { stated: (one: Component) => void stated.push(one) }
  const inventory = await takeInventory(target, { cwd, exclude: options.exclude ?? [], configExclude, ...picked(options), ...keep })
  const vexFiles = [...(options.vex ?? []), ...config.vex.files.map((file) => relative(cwd, resolve(found.folder, file)))]
  // The readers of VEX are as large as the rest of a scan; they are loaded for those who have some.
  const statements = vexFiles.length === 0 ? NO_VEX : await (await import('./read-vex-files.ts')).readVexFiles(vexFiles, cwd)
  const known = await report(inventory, { options, config, folder: found.folder, gate, statements, exclude, trust, stated })
  const result = judge === null ? known : judge(known, (options.now ?? (() => new Date()))())
  return { ...result, index: reportedIndex(known.index) }
}

const NO_VEX: VexRead = { statements: [], problems: [] }

interface Setting {
  readonly options: ScanOptions
  readonly config: Config
  readonly folder: string
  readonly gate: Gate
  readonly statements: VexRead
  readonly exclude: readonly string[]
  readonly trust: OriginRequest | null
  /** Every component as each file states it; only with `trust`. */
  readonly stated: readonly Component[]
}

/** The report, still with when its advisory data was fetched. */
async function report(inventory: TakenInventory, setting: Setting): Promise<ScanReport> {
  const { options, config, gate } = setting
  const now = options.now ?? (() => new Date())
  const choice = {
    ecosystems: options.ecosystems?.length ? options.ecosystems : config.scan.ecosystems,
    noDev: options.noDev === true || config.scan.noDev === true,
    only: options.only ?? [],
    exclude: setting.exclude,
  }
  const ofEcosystems = componentsOf(inventory, choice.ecosystems)
  const components = choice.noDev ? ofEcosystems.filter((one) => !isDevelopment(one)) : ofEcosystems
  const answer = await advisoriesFor(components, setting)
  try {
    const { findings: known, problems, unmatched } = await matched(components, answer.index, inventory.graphs)
    const origin = await originOf(setting.trust, {
      components,
      stated: setting.stated,
      graphs: inventory.graphs,
      target: inventory.target,
      cwd: options.cwd ?? process.cwd(),
      now: now(),
    })
    const findings = [...known, ...origin.findings]
    options.emit?.({ type: 'match.done', components: components.length, findings: findings.length })
    const wanted = choice.only.length > 0 ? findings.filter(({ kind }) => choice.only.includes(kind)) : findings
    const notes = leftOut(choice, { all: inventory.components, ofEcosystems, chosen: components, findings })
    const isPart = choice.only.length > 0 || components.length < inventory.components.length
    const products = containingProducts(inventory.graphs)
    const decision = decide(wanted, {
      waivers: config.waivers,
      vex: setting.statements.statements,
      gate,
      problems: [...inventory.problems, ...answer.problems, ...problems, ...setting.statements.problems, ...origin.problems, ...notes],
      index: answer.index.state,
      trust: setting.trust !== null,
      today: now().toISOString().slice(0, 10),
      ecosystems: [...new Set(components.map(({ ecosystem }) => ecosystem))],
      ...(isPart && { unshown: findings.length - wanted.length }),
      product: (finding) => ({ productDigest: inventory.target.digest, productPurls: products(finding) }),
    })
    const results = { coverage: inventory.coverage, components, findings: decision.findings, problems: decision.problems }
    return {
      schemaVersion: '1.0',
      tool: { name: 'cupel', version: toolVersion() },
      target: inventory.target,
      index: answer.index.state,
      ...results,
      graphs: inventory.graphs,
      ...(origin.state === null ? {} : { provenance: origin.state }),
      summary: summarize({ ...results, unmatched }),
      verdict: decision.verdict,
    }
  } finally {
    if (answer.index !== options.index) answer.index.close()
  }
}

async function matched(components: readonly Component[], index: AdvisoryIndex, graphs: readonly DependencyGraph[]) {
  const { findings, problems, unmatched } = matchComponents(components, index, await schemesOf(components))
  return { findings: locateFindings(findings, graphs), problems, unmatched }
}

/** The components of these ecosystems. Names that mean nothing, or nothing here, are refused: they would look like a pass. */
function componentsOf({ components, target }: TakenInventory, ecosystems: readonly string[]): readonly Component[] {
  const wrong = ecosystems.find((name) => !isKnownEcosystem(name))
  if (wrong !== undefined) throw usageWrongValue('--ecosystem', wrong, VERSION_SCHEMES.flatMap((scheme) => scheme.ecosystems).sort())
  const names = ecosystems.map((name) => name.toLowerCase())
  const chosen =
    names.length === 0
      ? components
      : components.filter(({ ecosystem, purl }) =>
          names.some((name) => `${ecosystem.toLowerCase()}:`.startsWith(`${name}:`) || purl.startsWith(`pkg:${name}/`)),
        )
  if (chosen.length === 0 && components.length > 0) {
    const present = [...new Set(components.map(({ ecosystem }) => ecosystem || 'no known ecosystem'))].sort()
    throw targetEmpty(target.name, `components of ${ecosystems.join(', ')}; there are only some of ${present.join(', ')}`)
  }
  return chosen
}

function isDevelopment({ scopes }: Component): boolean {
  return scopes.length > 0 && scopes.every((scope) => scope === 'dev' || scope === 'test')
}

/** What fails a run, from options before configuration. */
export function gateOf(options: ScanOptions, config: Config): Gate {
  return {
    failOn: options.failOn === undefined ? (config.gate.failOn ?? DEFAULT_GATE.failOn) : parsedFailOn(options.failOn),
    allowIncomplete: options.allowIncomplete === true || config.gate.allowIncomplete === true,
    maxAgeDays: config.gate.maxAgeDays,
  }
}

function parsedFailOn(text: string): Gate['failOn'] {
  try {
    return parseFailOn(text)
  } catch (error) {
    if (error instanceof FailOnInvalid) throw usageWrongValue('--fail-on', text, error.message)
    throw error
  }
}

function picked(options: ScanOptions): Partial<InventoryRequest> {
  const { gitignore, installed, as, limits, extractors, emit } = options
  return Object.fromEntries(
    Object.entries({ gitignore, installed, as, limits, extractors, emit }).filter(([, value]) => value !== undefined),
  )
}
