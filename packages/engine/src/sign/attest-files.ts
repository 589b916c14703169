import { basename } from 'node:path'
import { documentInvalid, usageWrongValue } from '@cupel/model'
import { IN_TOTO_PAYLOAD_TYPE, parseStrictJson, readStatement, Refused } from '@cupel/provenance'
import type { JsonValue } from '@cupel/provenance'
import { givenArtifact } from '../verify/given-artifact.ts'
import { readEvidence } from '../verify/read-evidence.ts'
import { makeBundle } from './make-bundle.ts'
import type { MadeBundle, SignerRequest } from './make-bundle.ts'

export interface AttestRequest extends SignerRequest {
  /** Files, or digests, that the statement is about. */
  readonly files: readonly string[]
  /** JSON file: what is said about them. */
  readonly predicate: string
  /** URI that says what kind of predicate it is. */
  readonly predicateType: string
}

/** Signs a statement (in-toto attestation framework, Statement v1) about files. */
export function attestFiles(request: AttestRequest): Promise<MadeBundle> {
  const { files, predicateType, cwd } = request
  if (!/^[a-z][a-z0-9+.-]*:\S+$/i.test(predicateType)) throw usageWrongValue('--type', predicateType, 'an absolute URI')
  const subject = files.map((file) => {
    const { name, path, digests } = givenArtifact(file, cwd)
    return { name: path === null ? name : basename(path), digest: digests }
  })
  return signStatement({ subject, predicateType, predicate: readPredicate(request.predicate, cwd) }, request)
}

export interface StatementParts {
  readonly subject: readonly { readonly name: string; readonly digest: Readonly<Record<string, string>> }[]
  readonly predicateType: string
  readonly predicate: JsonValue
}

/** Signs a statement that verifiers will be able to read. */
export function signStatement(parts: StatementParts, request: SignerRequest): Promise<MadeBundle> {
  const payload = Buffer.from(JSON.stringify({ _type: 'https://in-toto.io/Statement/v1', ...parts }))
  readStatement(parseStrictJson(payload, 'the statement'))
  return makeBundle({ kind: 'payload', payload, payloadType: IN_TOTO_PAYLOAD_TYPE }, request)
}

function readPredicate(file: string, cwd: string): JsonValue {
  const bytes = readEvidence(file, cwd)
  try {
    const value = parseStrictJson(bytes, 'the predicate')
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  } catch (error) {
    if (error instanceof Refused) throw documentInvalid(file, error.message, { cause: error })
    throw error
  }
  throw documentInvalid(file, 'a predicate is a JSON object')
}
