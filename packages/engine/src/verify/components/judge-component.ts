import type { Component, Evidence, ProvenanceRuleId, Step, TrustSubject, Vouch } from '@cupel/model'
import { PROVENANCE_RULES } from '@cupel/model'
import { innermostFailure } from '@cupel/formats'
import { judgeTrust, ruleApplies } from '@cupel/policy'
import type { TrustPolicy } from '@cupel/policy'
import { Trace } from '@cupel/provenance'
import { folderOf } from '@cupel/source'
import { checkPiece } from './check-piece.ts'
import type { EvidenceStore } from './evidence-store.ts'
import { plainPurl } from './evidence-store.ts'
import type { Trust } from '../trust-input.ts'
import type { RegistryDocuments, RegistryWord } from './registry-word.ts'
import { registryWord } from './registry-word.ts'
import { digestKey, equalDigests, requiredDigests } from './required-digests.ts'

/** One way in which the origin of a component is not as the policy asks. */
export interface OriginFault {
  readonly rule: ProvenanceRuleId
  /** One sentence without full stop. */
  readonly reason: string
  readonly remedy: string
  readonly digests: readonly string[]
  /** Where the component is stated so. */
  readonly places: readonly Evidence[]
}

export interface OriginVerdict {
  /** Names of the trust rules that speak of the component; none: nothing was judged. */
  readonly rules: readonly string[]
  readonly faults: readonly OriginFault[]
  /** Sources of the evidence that was looked at. */
  readonly evidence: readonly string[]
  readonly step: Step
}

export interface JudgeInput {
  readonly trust: Trust & { readonly policy: TrustPolicy }
  readonly store: EvidenceStore
  readonly documents: RegistryDocuments
  readonly now: Date
  /** The path that a place in the target has for the policy; null where it has none. */
  readonly pathOf: (place: Evidence) => string | null
}

/** The component, and each statement that some file makes about it. */
export interface StatedComponent {
  readonly component: Component
  readonly statements: readonly Component[]
}

/**
 * Holds everything that may be installed as a component against the trust policy: each digest that each file pins must be vouched for.
 * Evidence is tied by digest alone; names in it can only speak against it.
 */
export async function judgeComponent({ component, statements }: StatedComponent, input: JudgeInput): Promise<OriginVerdict> {
  const { policy } = input.trust
  const asked = statements.map((statement) => ({ statement, subject: subjectOf(statement, input) }))
  const speaking = (subject: TrustSubject) => policy.rules.filter((rule) => ruleApplies(rule, subject)).map(({ name }) => name)
  const covered = asked.filter(({ subject }) => speaking(subject).length > 0)
  const rules = [...new Set(covered.flatMap(({ subject }) => speaking(subject)))].sort()
  const head = { id: 'origin', title: `somebody trusted vouches for ${component.purl}` }
  if (covered.length === 0) return { rules, faults: [], evidence: [], step: { ...head, outcome: 'not-applicable', steps: [] } }

  const word = await registryWord(component, input.documents)
  const judged = new Map<string, DigestVerdict>()
  const digest = async (key: string, subject: TrustSubject): Promise<DigestVerdict> => {
    const mark = `${key}\n${subject.path ?? ''}`
    const known = judged.get(mark) ?? (await judgeDigest(key, { component, subject, word, input }))
    judged.set(mark, known)
    return known
  }
  const found: OriginFault[] = []
  const steps: Step[] = []
  for (const { statement, subject } of covered) {
    if (isPinnedBeside(statement, statements)) continue
    const places = statement.evidence
    const needed = requiredDigests(statement)
    if (needed.length === 0) {
      const { step, reason } = unpinned(statement)
      steps.push(step)
      found.push({ rule: 'provenance-unpinned', reason, remedy: PROVENANCE_RULES['provenance-unpinned'].remedy, digests: [], places })
      continue
    }
    const equal = equalDigests(statement)
    const alternatives = await Promise.all(equal.map((key) => digest(key, subject)))
    if (alternatives.some(({ fault }) => fault === null)) continue
    for (const key of needed) {
      const { fault } = await digest(key, subject)
      // The evidence may be about another digest of the same file: what is wrong with that says more than that this one has none.
      const told =
        fault?.rule === 'provenance-absent' ? (alternatives.find((one) => one.fault?.rule !== 'provenance-absent')?.fault ?? fault) : fault
      if (told !== null) found.push({ ...told, digests: [key], places })
    }
  }
  if (word.alarm !== null && word.step !== null) found.push(alarmFault(word.alarm, word.step, component))
  steps.push(...[...judged.values()].map(({ step }) => step), ...(word.step === null ? [] : [shownWord(word, found.length === 0)]))
  return {
    rules,
    faults: byRule(found),
    evidence: [...new Set([...judged.values()].flatMap(({ evidence }) => evidence))].sort(),
    step: { ...head, outcome: found.length === 0 ? 'passed' : 'failed', steps },
  }
}

function subjectOf({ purl, evidence }: Component, { pathOf }: JudgeInput): TrustSubject {
  const path = evidence.map(pathOf).find((one) => one !== null)
  return path === undefined || path === null ? { purl } : { purl, path }
}

/** Files that state digests for what another kind of file locks. */
const PINS_FOR: Readonly<Record<string, readonly string[]>> = { 'gradle-verification-metadata': ['gradle-lockfile'] }

/**
 * Whether the statement only asks for what a lock of the same folder pins: then nothing is installed by it alone. A lock without digests
 * is not excused by another lock, since either may be the one that is used.
 */
function isPinnedBeside(statement: Component, all: readonly Component[]): boolean {
  if (requiredDigests(statement).length > 0) return false
  return statement.evidence.every((place) =>
    all.some((other) => {
      if (other === statement || requiredDigests(other).length === 0) return false
      return other.evidence.some(({ path, kind, by }) => {
        if (place.kind === 'manifest' && kind === 'lock' && folderOf(path) === folderOf(place.path)) return true
        const root = folderOf(path).replace(/(?:^|\/)gradle$/, '')
        return PINS_FOR[by]?.includes(place.by) === true && (root === '' || place.path.startsWith(`${root}/`))
      })
    }),
  )
}

function unpinned({ evidence: [place], hashes }: Component): { readonly step: Step; readonly reason: string } {
  const where = place === undefined ? 'a file' : place.path
  const installed = place?.kind === 'installed'
  const weak = hashes.length === 0 ? 'no digest of it' : `only ${[...new Set(hashes.map(({ algorithm }) => algorithm))].join(', ')} of it`
  const reason = installed
    ? `${where} tells what is installed, and nothing measured the package that it was installed from`
    : `${where} pins ${weak}, so that no evidence can be tied to what is installed`
  return {
    reason,
    step: { id: 'pinned', title: `${where} says which file is meant`, outcome: 'failed', code: 'digest-mismatch', reason, steps: [] },
  }
}

interface DigestVerdict {
  readonly fault: Omit<OriginFault, 'digests' | 'places'> | null
  readonly evidence: readonly string[]
  readonly step: Step
}

interface DigestInput {
  readonly component: Component
  readonly subject: TrustSubject
  readonly word: RegistryWord
  readonly input: JudgeInput
}

async function judgeDigest(key: string, { component, subject, word, input }: DigestInput): Promise<DigestVerdict> {
  const { trust, store, now } = input
  const pieces = store.about(key)
  const checked = []
  for (const piece of pieces) checked.push(await checkPiece(piece, { key, component, trust }))
  const vouches: readonly Vouch[] = [...checked.flatMap(({ value }) => value ?? []), ...(key.startsWith('sha512:') ? word.vouches : [])]
  const evidence = pieces.map(({ source }) => source)
  const head = { id: 'digest', title: `${shortKey(key)} is vouched for` }
  const roots = checked.map(({ root }) => root)
  if (vouches.length > 0) {
    const { fault, step } = judgeTrust(trust.policy, subject, { vouches, now })
    if (fault === null) return { fault: null, evidence, step: { ...head, outcome: 'passed', steps: [...roots.map(besideMet), step] } }
    const rule = `provenance-${fault}` as const
    return { fault: { rule, ...wordsOf(step, rule) }, evidence, step: { ...head, outcome: 'failed', steps: [...roots, step] } }
  }
  const other = checked.find(({ root }) => root.code === 'subject-mismatch')
  const failed = other ?? checked[0]
  if (failed !== undefined) {
    const rule = other === undefined ? 'provenance-unverifiable' : 'provenance-wrong'
    return { fault: { rule, ...wordsOf(failed.root, rule) }, evidence, step: { ...head, outcome: 'failed', steps: roots } }
  }
  return { ...nothingAbout(key, { component, store, word }), evidence }
}

/** Nothing is about these bytes: evidence about others under the same name says that they were exchanged. */
function nothingAbout(
  key: string,
  { component, store, word }: { readonly component: Component; readonly store: EvidenceStore; readonly word: RegistryWord },
): Omit<DigestVerdict, 'evidence'> {
  const own = new Set(component.hashes.map(digestKey))
  const others = store
    .naming(plainPurl(component.purl) ?? '')
    .filter(({ subjects }) => ![...subjects.keys()].some((digest) => own.has(digest)))
  const [other] = others
  if (other !== undefined && other.subjects.size > 0) {
    const reason = `${other.source} is about other bytes under the same name and version`
    const [found = ''] = other.subjects.keys()
    const { root } = Trace.run('subject', 'the evidence is about these bytes', () => undefined)
    const step: Step = { ...root, outcome: 'failed', code: 'digest-mismatch', reason, expected: key, found }
    return {
      fault: { rule: 'provenance-wrong', reason, remedy: PROVENANCE_RULES['provenance-wrong'].remedy },
      step: { id: 'digest', title: `${shortKey(key)} is vouched for`, outcome: 'failed', steps: [step] },
    }
  }
  // A registry that was asked and whose word does not hold is no missing evidence.
  const failure = word.step === null ? null : innermostFailure(word.step)
  const asked = failure !== null && key.startsWith('sha512:')
  const rule = asked ? (word.alarm ?? 'provenance-unverifiable') : 'provenance-absent'
  const reason =
    rule === 'provenance-absent' ? `no evidence is about ${shortKey(key)}` : (failure?.reason ?? 'the word of the registry does not hold')
  const { remedy } = PROVENANCE_RULES[rule]
  const step: Step = {
    id: 'digest',
    title: `${shortKey(key)} is vouched for`,
    outcome: 'failed',
    code: 'evidence-missing',
    reason,
    remedy,
    steps: [],
  }
  return { fault: { rule, reason, remedy }, step }
}

/** What a rule that was met elsewhere did not need is no failure of it. */
function besideMet(step: Step): Step {
  return step.outcome === 'failed' ? { ...step, outcome: 'not-applicable' } : step
}

function shownWord({ step, alarm }: RegistryWord, good: boolean): Step {
  return good && alarm === null ? besideMet(step as Step) : (step as Step)
}

function alarmFault(rule: ProvenanceRuleId, step: Step, { evidence, hashes }: Component): OriginFault {
  return { rule, ...wordsOf(step, rule), digests: hashes.map(digestKey), places: evidence }
}

function wordsOf(step: Step, rule: ProvenanceRuleId): Pick<OriginFault, 'reason' | 'remedy'> {
  const failed = innermostFailure(step)
  const facts = [failed?.reason ?? failed?.title ?? PROVENANCE_RULES[rule].title]
  if (failed?.expected !== undefined) facts.push(`expected ${failed.expected}`)
  if (failed?.found !== undefined) facts.push(`found ${failed.found}`)
  return { reason: facts.join('; '), remedy: failed?.remedy ?? PROVENANCE_RULES[rule].remedy }
}

function shortKey(key: string): string {
  const [algorithm, hex = ''] = key.split(':')
  return `${algorithm} ${hex.slice(0, 12)}…`
}

/** One fault a rule: the reason of the first, the digests and places of all. */
function byRule(found: readonly OriginFault[]): readonly OriginFault[] {
  const faults = new Map<ProvenanceRuleId, OriginFault>()
  for (const fault of found) {
    const known = faults.get(fault.rule)
    if (known === undefined) faults.set(fault.rule, fault)
    else {
      const digests = [...new Set([...known.digests, ...fault.digests])]
      faults.set(fault.rule, { ...known, digests, places: [...new Set([...known.places, ...fault.places])] })
    }
  }
  return [...faults.values()]
}
