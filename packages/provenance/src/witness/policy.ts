import type { JsonObject, JsonValue } from '../encoding/json-value.ts'
import { asArray, asObject, asString, optionalArray, optionalObject, optionalString } from '../encoding/json-value.ts'
import { decodeBase64 } from '../encoding/base64.ts'
import { Refused } from '../verdict/refused.ts'

/** Payload type of the envelope around a witness policy. */
export const WITNESS_POLICY_TYPE = 'https://witness.testifysec.com/policy/v0.1'

export interface WitnessAttestation {
  readonly type: string
  /** Rego modules, decoded; running them is for the caller. */
  readonly regoPolicies: readonly { readonly name: string; readonly module: string }[]
}

export interface WitnessFunctionary {
  readonly type: string
  readonly publicKeyId?: string
  readonly certificateConstraint?: JsonObject
}

export interface WitnessStep {
  readonly name: string
  readonly attestations: readonly WitnessAttestation[]
  readonly functionaries: readonly WitnessFunctionary[]
  readonly artifactsFrom: readonly string[]
}

/** A witness policy: which steps must be attested with what, by whom. */
export interface WitnessPolicy {
  readonly expires: Date
  readonly steps: readonly WitnessStep[]
  /** PEM by key id; undefined for keys that live in a key service. */
  readonly publicKeys: ReadonlyMap<string, string | undefined>
}

/** Reads the payload of a witness policy (in-toto/witness, "Policies"). Refuses steps that nobody may do. */
export function readWitnessPolicy(value: JsonValue): WitnessPolicy {
  const policy = asObject(value, 'The policy')
  const steps = Object.entries(asObject(policy['steps'], "The policy's steps")).map(([key, step]) =>
    readStep(key, asObject(step, 'A step')),
  )
  if (steps.length === 0) throw new Refused('malformed', 'The policy has no steps')
  const keys = Object.entries(optionalObject(policy['publickeys'], "The policy's keys") ?? {})
  return {
    expires: readTime(policy['expires']),
    steps,
    publicKeys: new Map(keys.map(([id, key]) => [id, readKey(asObject(key, `Key ${id}`))])),
  }
}

function readStep(key: string, step: JsonObject): WitnessStep {
  const name = asString(step['name'], 'The name of a step')
  if (name !== key) throw new Refused('malformed', 'A step of the policy has two names', { expected: key, found: name })
  const functionaries = asArray(step['functionaries'], `The functionaries of step ${name}`).map((entry) =>
    readFunctionary(asObject(entry, 'A functionary')),
  )
  if (functionaries.length === 0) throw new Refused('malformed', `Nobody may do step ${name}`)
  return {
    name,
    functionaries,
    attestations: asArray(step['attestations'], `The attestations of step ${name}`).map((entry) =>
      readAttestation(asObject(entry, 'An attestation')),
    ),
    artifactsFrom: optionalArray(step['artifactsFrom'], `The artifacts of step ${name}`).map((from) => asString(from, 'A step name')),
  }
}

function readAttestation(attestation: JsonObject): WitnessAttestation {
  const regoPolicies = optionalArray(attestation['regopolicies'], 'The Rego policies').map((entry) => {
    const policy = asObject(entry, 'A Rego policy')
    const module = decodeBase64(asString(policy['module'], 'A Rego module'), 'A Rego module').toString('utf8')
    return { name: asString(policy['name'], 'The name of a Rego policy'), module }
  })
  return { type: asString(attestation['type'], 'The type of an attestation'), regoPolicies }
}

function readFunctionary(functionary: JsonObject): WitnessFunctionary {
  const publicKeyId = optionalString(functionary['publickeyid'], 'The key of a functionary')
  const certificateConstraint = optionalObject(functionary['certConstraint'], 'The certificate of a functionary')
  return {
    type: asString(functionary['type'], 'The kind of a functionary'),
    ...(publicKeyId === undefined ? {} : { publicKeyId }),
    ...(certificateConstraint === undefined ? {} : { certificateConstraint }),
  }
}

function readKey(key: JsonObject): string | undefined {
  const encoded = optionalString(key['key'], 'A key of the policy')
  return encoded === undefined ? undefined : decodeBase64(encoded, 'A key of the policy').toString('utf8')
}

function readTime(value: JsonValue | undefined): Date {
  const time = new Date(asString(value, "The policy's expiry"))
  if (Number.isNaN(time.getTime())) throw new Refused('malformed', "The policy's expiry is not a time")
  return time
}
