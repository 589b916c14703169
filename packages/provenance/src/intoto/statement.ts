import type { VerifiedPayload } from '../dsse/verified-payload.ts'
import type { JsonObject, JsonValue } from '../encoding/json-value.ts'
import { asArray, asObject, asString, optionalObject, optionalString } from '../encoding/json-value.ts'
import { parseStrictJson } from '../encoding/strict-json.ts'
import { Refused } from '../verdict/refused.ts'
import type { DigestSet } from './digest.ts'
import { readDigestSet } from './digest.ts'

/** DSSE payload type of every in-toto statement, link and layout. */
export const IN_TOTO_PAYLOAD_TYPE = 'application/vnd.in-toto+json'
export const STATEMENT_V1 = 'https://in-toto.io/Statement/v1'
export const STATEMENT_V01 = 'https://in-toto.io/Statement/v0.1'

export interface Subject {
  readonly name?: string
  readonly uri?: string
  readonly digest: DigestSet
}

/** An in-toto statement as read; not signed by anybody. */
export interface Statement {
  readonly type: typeof STATEMENT_V1 | typeof STATEMENT_V01
  readonly subjects: readonly Subject[]
  readonly predicateType: string
  readonly predicate: JsonObject
}

declare const verified: unique symbol

/** A statement read from exactly the bytes whose signature was checked. */
export interface VerifiedStatement extends Statement {
  readonly [verified]: true
}

const MAX_SUBJECTS = 100_000

/** Reads the statement out of a payload whose signature has been checked, from those very bytes, once. */
export function verifiedStatement(payload: VerifiedPayload): VerifiedStatement {
  if (payload.payloadType !== IN_TOTO_PAYLOAD_TYPE) {
    throw new Refused('unsupported-version', 'What is signed is not an in-toto statement', {
      expected: IN_TOTO_PAYLOAD_TYPE,
      found: payload.payloadType,
    })
  }
  return readStatement(parseStrictJson(payload.payload, 'The statement')) as VerifiedStatement
}

/**
 * Reads an in-toto statement, v1 or v0.1 (in-toto attestation framework, "Statement"). Refuses other versions, an empty subject
 * list and subjects without digest; a v0.1 subject needs a name.
 */
export function readStatement(value: JsonValue): Statement {
  const statement = asObject(value, 'The statement')
  const type = asString(statement['_type'], 'The statement\'s "_type"')
  if (type !== STATEMENT_V1 && type !== STATEMENT_V01) {
    throw new Refused('unsupported-version', 'The statement has a version that is not known', {
      expected: `${STATEMENT_V1} or ${STATEMENT_V01}`,
      found: type,
    })
  }
  const subjects = asArray(statement['subject'], 'The statement\'s list "subject"')
  if (subjects.length === 0) throw new Refused('subject-mismatch', 'The statement is about no subject')
  if (subjects.length > MAX_SUBJECTS) throw new Refused('limit-exceeded', 'The statement has too many subjects')
  const predicateType = asString(statement['predicateType'], 'The statement\'s "predicateType"')
  if (predicateType === '') throw new Refused('malformed', 'The statement\'s "predicateType" is empty')
  return {
    type,
    subjects: subjects.map((subject, index) => readSubject(asObject(subject, `Subject ${index + 1}`), index + 1, type)),
    predicateType,
    predicate: optionalObject(statement['predicate'], 'The statement\'s "predicate"') ?? {},
  }
}

function readSubject(subject: JsonObject, number: number, type: Statement['type']): Subject {
  const name = optionalString(subject['name'], `The name of subject ${number}`)
  const uri = optionalString(subject['uri'], `The URI of subject ${number}`)
  if (type === STATEMENT_V01 && name === undefined) throw new Refused('malformed', `Subject ${number} has no name`)
  const digest = readDigestSet(subject['digest'], `the digest of subject ${number}`)
  if (Object.keys(digest).length === 0) throw new Refused('malformed', `Subject ${number} has no digest`)
  return { ...(name === undefined ? {} : { name }), ...(uri === undefined ? {} : { uri }), digest }
}
