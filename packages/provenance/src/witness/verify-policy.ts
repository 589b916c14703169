import type { Envelope } from '../dsse/envelope.ts'
import { envelopeKey } from '../dsse/envelope-key.ts'
import { envelopeSigners } from '../dsse/verify-envelope.ts'
import { markVerified } from '../dsse/verified-payload.ts'
import { asArray, textAt } from '../encoding/json-value.ts'
import type { VerifiedStatement } from '../intoto/statement.ts'
import { verifiedStatement } from '../intoto/statement.ts'
import { PublicKey } from '../keys/public-key.ts'
import { Refused } from '../verdict/refused.ts'
import type { Trace } from '../verdict/trace.ts'
import { compareArtifacts } from './compare-artifacts.ts'
import type { WitnessPolicy, WitnessStep } from './policy.ts'

/** Predicate type of a collection of attestations about one step. */
export const WITNESS_COLLECTION = 'https://witness.testifysec.com/attestation-collection/v0.1'

export interface WitnessOptions {
  readonly now: Date
  /** Evaluates the Rego policies of one attestation; answers what they deny. Policies that have Rego are refused without. */
  readonly deny?: (step: WitnessStep, collection: VerifiedStatement) => readonly string[]
}

/**
 * Verifies collections of attestations against a policy whose own signature the caller has verified: for each step one collection by
 * an authorised key with every attestation asked for, and with the files that the steps of its `artifactsFrom` left. Refuses what is
 * not judged here: functionaries by certificate.
 */
export function verifyWitnessPolicy(
  policy: WitnessPolicy,
  collections: readonly Envelope[],
  options: WitnessOptions,
  trace: Trace,
): ReadonlyMap<string, VerifiedStatement> {
  trace.step('expiry', 'The policy has not expired', () => {
    if (options.now >= policy.expires) throw new Refused('expired', 'The policy has expired', { found: policy.expires.toISOString() })
  })
  const attested = new Map(
    policy.steps.map((step) => {
      return [
        step.name,
        trace.step(`step-${step.name}`, `Step ${step.name} is attested as asked`, () => verifyStep(step, policy, collections, options)),
      ] as const
    }),
  )
  for (const step of policy.steps) {
    if (step.artifactsFrom.length === 0) continue
    const one = trace.step(`artifacts-${step.name}`, `Step ${step.name} took in what ${step.artifactsFrom.join(', ')} left`, () =>
      withArtifacts(step, attested),
    )
    attested.set(step.name, [one])
  }
  return new Map([...attested].map(([name, [first]]) => [name, first]))
}

type Collections = readonly [VerifiedStatement, ...VerifiedStatement[]]

/** A step may have been run several times: one run must fit one of each step that it has its files from. */
function withArtifacts(step: WitnessStep, attested: ReadonlyMap<string, Collections>): VerifiedStatement {
  let refusal: Refused | undefined
  for (const collection of attested.get(step.name) ?? []) {
    const refused = step.artifactsFrom.map((name) => refusalOf(collection, attested.get(name), name)).find((one) => one !== null)
    if (refused === undefined) return collection
    refusal ??= refused
  }
  throw refusal ?? new Refused('evidence-missing', `Nothing is known of step ${step.name}`)
}

function refusalOf(collection: VerifiedStatement, from: Collections | undefined, name: string): Refused | null {
  if (from === undefined) return new Refused('malformed', `The policy has no step ${name} to have files from`)
  let refusal: Refused | null = null
  for (const other of from) {
    try {
      compareArtifacts(collection, other, name)
      return null
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      refusal ??= error
    }
  }
  return refusal
}

function verifyStep(step: WitnessStep, policy: WitnessPolicy, collections: readonly Envelope[], options: WitnessOptions): Collections {
  const keys = step.functionaries.map(({ type, publicKeyId = '' }) => {
    const pem = policy.publicKeys.get(publicKeyId)
    if (type !== 'publickey' || pem === undefined) {
      throw new Refused('trust-missing', `The policy does not hold the key of a functionary of step ${step.name}`, {
        found: publicKeyId || type,
      })
    }
    return envelopeKey(PublicKey.fromPem(pem, `Key ${publicKeyId}`), { keyIds: [publicKeyId] })
  })
  const signed = collections.filter((envelope) => envelopeSigners(envelope, keys).length > 0)
  const statements = signed.map(({ payloadType, payload }) => verifiedStatement(markVerified(payloadType, payload)))
  const named = statements.filter(
    ({ predicateType, predicate }) => predicateType === WITNESS_COLLECTION && textAt(predicate, 'name') === step.name,
  )
  if (named.length === 0)
    throw new Refused('evidence-missing', `No functionary attested step ${step.name}`, {
      found: `${signed.length} collections by functionaries`,
    })
  let refusal: Refused | undefined
  const whole = named.filter((collection) => {
    try {
      checkCollection(step, collection, options)
      return true
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      refusal ??= error
      return false
    }
  })
  const [first, ...more] = whole
  if (first === undefined) throw refusal ?? new Refused('evidence-missing', `No functionary attested step ${step.name}`)
  return [first, ...more]
}

function checkCollection(step: WitnessStep, collection: VerifiedStatement, options: WitnessOptions): void {
  const types = asArray(collection.predicate['attestations'], 'The attestations of the collection').map((entry) => textAt(entry, 'type'))
  const missing = step.attestations.find(({ type }) => !types.includes(type))
  if (missing !== undefined) throw new Refused('evidence-missing', `Step ${step.name} lacks an attestation`, { expected: missing.type })
  checkRego(step, collection, options)
}

function checkRego(step: WitnessStep, collection: VerifiedStatement, { deny }: WitnessOptions): void {
  if (step.attestations.every(({ regoPolicies }) => regoPolicies.length === 0)) return
  if (deny === undefined) throw new Refused('unsupported-version', `Step ${step.name} has Rego policies, and nothing was given to run them`)
  const denied = deny(step, collection)
  if (denied.length > 0) throw new Refused('rule-violated', `Step ${step.name} is denied by its policy`, { found: denied.join('; ') })
}
