import type { JsonObject } from '../encoding/json-value.ts'
import { Refused } from '../verdict/refused.ts'
import type { Trace } from '../verdict/trace.ts'
import { applyRules } from './apply-rules.ts'
import type { LayoutInspection, LayoutStep } from './layout.ts'
import { readLayout } from './layout.ts'
import type { LayoutKey } from './layout-key.ts'
import type { Link, LinkArtifacts } from './link.ts'
import { readLink, sameArtifacts } from './link.ts'
import type { SignedMetadata } from './signed-metadata.ts'
import { readSignedMetadata } from './signed-metadata.ts'
import type { LinkFiles, SignedLink } from './step-links.ts'
import { requireSignature, verifyStepLinks } from './step-links.ts'

/** What running an inspection came to. The verifier never runs anything itself. */
export interface InspectionResult extends LinkArtifacts {
  readonly exitCode: number
}

export interface LayoutOptions {
  /** Keys of the layout's owners: each of them must have signed. */
  readonly layoutKeys: readonly LayoutKey[]
  readonly files: LinkFiles
  readonly now: Date
  readonly parameters?: Readonly<Record<string, string>>
  /** Runs an inspection's command, in a sandbox, and records the files before and after. Layouts with inspections are refused without. */
  readonly inspect?: (inspection: LayoutInspection) => InspectionResult
}

declare const verified: unique symbol

/** The whole chain in one link: what went in at the first step, what came out of the last. */
export interface VerifiedChain {
  readonly summary: Link
  readonly [verified]: true
}

const MAX_SUBLAYOUTS = 16

const PLAN = [
  ['layout-signature', "Each owner's key signed the layout"],
  ['expiry', 'The layout has not expired'],
  ['links', 'Enough authorised functionaries signed each step'],
  ['agreement', 'Functionaries of one step agree'],
  ['rules', 'Materials and products of each step follow the rules'],
  ['inspections', 'Inspections succeed'],
  ['inspection-rules', 'What inspections found follows the rules'],
] as const

/** Verifies a supply chain against its layout (in-toto specification 1.0, section 5.2). */
export function verifyLayout(layout: Uint8Array, options: LayoutOptions, trace: Trace): VerifiedChain {
  const summary = verifyMetadata(readSignedMetadata(layout, 'The layout'), options, { name: '', depth: 0 }, trace)
  return { summary } as VerifiedChain
}

interface Place {
  readonly name: string
  readonly depth: number
}

function verifyMetadata(metadata: SignedMetadata, options: LayoutOptions, place: Place, trace: Trace): Link {
  trace.plan(PLAN)
  const { files, now } = options
  trace.step(...PLAN[0], () => {
    if (options.layoutKeys.length === 0) throw new Refused('trust-missing', 'No key of a layout owner was given')
    for (const key of options.layoutKeys) requireSignature(metadata, key, now)
  })
  const layout = readLayout(metadata.payload, options.parameters)
  trace.step(...PLAN[1], (step) => {
    step.found(layout.expires.toISOString())
    if (now >= layout.expires)
      throw new Refused('expired', 'The layout has expired', { expected: 'a later expiry', found: layout.expires.toISOString() })
  })
  const links = trace.step(...PLAN[2], (inner) => {
    const load = (step: LayoutStep) => (each: Trace) => {
      const signed = verifyStepLinks(step, { keys: layout.keys, files, now, authorities: layout }, each)
      return signed.map((link) => linkOf(link, step, options, place, each))
    }
    return new Map(layout.steps.map((step) => [step.name, inner.step(`step-${step.name}`, `Step ${step.name}`, load(step))] as const))
  })
  const chain = trace.step(...PLAN[3], (inner) => {
    return new Map(
      layout.steps.map((step) => [step.name, inner.step(`step-${step.name}`, `Step ${step.name}`, (each) => agree(step, links, each))]),
    )
  })
  trace.step(...PLAN[4], () => {
    for (const step of layout.steps) applyBoth(step, chain.get(step.name), chain)
  })
  inspectAll(layout.inspections, options, chain, trace)
  return summarise(place.name, layout.steps, chain)
}

/** A link file may hold a layout of its own: it is verified with the functionary as its owner, and stands for its summary. */
function linkOf(signed: SignedLink, step: LayoutStep, options: LayoutOptions, place: Place, trace: Trace): Link {
  if (signed.metadata.payload['_type'] !== 'layout') {
    const link = readLink(signed.metadata.payload)
    if (link.name !== step.name) {
      trace.warn('content-mismatch', `A link of step ${step.name} names itself ${link.name}`, 'Ask the functionary to record the step anew')
    }
    return link
  }
  if (place.depth === MAX_SUBLAYOUTS) throw new Refused('limit-exceeded', 'Layouts inside layouts go too deep')
  return trace.step(`sublayout-${signed.stem}`, `The layout of step ${step.name} holds`, (inner) => {
    const files = new Map(
      [...options.files].flatMap(([name, bytes]) => {
        return name.startsWith(`${signed.stem}/`) ? [[name.slice(signed.stem.length + 1), bytes] as const] : []
      }),
    )
    const { inspect } = options
    const nested = { layoutKeys: [signed.key], files, now: options.now, ...(inspect === undefined ? {} : { inspect }) }
    return verifyMetadata(signed.metadata, nested, { name: step.name, depth: place.depth + 1 }, inner)
  })
}

/** One link for the step. Above threshold 1 all must record the same; at threshold 1 a difference is only told, as in the reference. */
function agree(step: LayoutStep, all: ReadonlyMap<string, readonly Link[]>, trace: Trace): Link {
  const [first, ...others] = all.get(step.name) ?? []
  if (first === undefined) throw new Refused('evidence-missing', `Step ${step.name} has no link`)
  const differs = others.some((other) => !sameArtifacts(first.materials, other.materials) || !sameArtifacts(first.products, other.products))
  if (differs && step.threshold > 1) {
    throw new Refused('threshold-not-met', `The functionaries of step ${step.name} recorded different files`)
  }
  if (differs) trace.warn('content-mismatch', `The functionaries of step ${step.name} recorded different files; one of them is enough`)
  else if (step.expectedCommand.length > 0 && step.expectedCommand.join('\0') !== first.command.join('\0')) {
    trace.warn('content-mismatch', `Step ${step.name} was done with another command: ${first.command.join(' ')}`)
  }
  return first
}

function applyBoth(
  item: LayoutStep | LayoutInspection,
  artifacts: LinkArtifacts | undefined,
  links: ReadonlyMap<string, LinkArtifacts>,
): void {
  if (artifacts === undefined) return
  applyRules('materials', artifacts, item.materialRules, links)
  applyRules('products', artifacts, item.productRules, links)
}

function inspectAll(
  inspections: readonly LayoutInspection[],
  options: LayoutOptions,
  chain: ReadonlyMap<string, Link>,
  trace: Trace,
): void {
  if (inspections.length === 0) {
    trace.skip(...PLAN[5], 'the layout has none')
    trace.skip(...PLAN[6], 'the layout has no inspections')
    return
  }
  const results = trace.step(...PLAN[5], () => {
    const { inspect } = options
    if (inspect === undefined) {
      throw new Refused('evidence-missing', 'The layout has inspections, and running them was not allowed', {
        expected: inspections.map(({ name, run }) => `${name}: ${run.join(' ')}`).join('; '),
        remedy: 'Allow inspections; they run in a sandbox',
      })
    }
    return inspections.map((inspection) => {
      const result = inspect(inspection)
      if (result.exitCode === 0) return [inspection, result] as const
      throw new Refused('rule-violated', `Inspection ${inspection.name} failed`, {
        expected: 'exit code 0',
        found: String(result.exitCode),
      })
    })
  })
  const all = new Map<string, LinkArtifacts>([...chain, ...results.map(([{ name }, result]) => [name, result] as const)])
  trace.step(...PLAN[6], () => {
    for (const [inspection, result] of results) applyBoth(inspection, result, all)
  })
}

function summarise(name: string, steps: readonly LayoutStep[], chain: ReadonlyMap<string, Link>): Link {
  const first = chain.get(steps[0]?.name ?? '')
  const last = chain.get(steps.at(-1)?.name ?? '')
  const nothing: JsonObject = {}
  return {
    name,
    materials: first?.materials ?? new Map(),
    products: last?.products ?? new Map(),
    command: last?.command ?? [],
    byproducts: last?.byproducts ?? nothing,
    environment: nothing,
  }
}
