import { readFileSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { documentInvalid, targetMissing } from '@cupel/model'
import { IN_TOTO_PAYLOAD_TYPE, parseStrictJson, readStatement, Refused } from '@cupel/provenance'
import type { ToSign } from '@cupel/provenance'
import { makeBundle } from './make-bundle.ts'
import type { MadeBundle, SignerRequest } from './make-bundle.ts'

export interface SignFileRequest extends SignerRequest {
  readonly file: string
  /** The file is an in-toto statement, and is signed as one. */
  readonly inToto: boolean
}

const MAX_BYTES = 2_000_000_000

/** Signs a file, or the statement in it. Nothing is written: the bundle comes back. */
export function signFile(request: SignFileRequest): Promise<MadeBundle> {
  const { file, inToto, cwd } = request
  const bytes = readWhole(file, cwd)
  return makeBundle(inToto ? statementIn(bytes, file) : { kind: 'artifact', bytes }, request)
}

function readWhole(file: string, cwd: string): Buffer {
  const path = resolve(cwd, file)
  try {
    if (statSync(path).size > MAX_BYTES) throw new Error(`it has more than ${MAX_BYTES} bytes`)
    return readFileSync(path)
  } catch (error) {
    throw targetMissing(file, error)
  }
}

/** Only what verifiers will accept is signed as a statement. */
function statementIn(payload: Buffer, file: string): ToSign {
  try {
    readStatement(parseStrictJson(payload, 'the statement'))
  } catch (error) {
    if (error instanceof Refused) throw documentInvalid(file, error.message, { cause: error })
    throw error
  }
  return { kind: 'payload', payload, payloadType: IN_TOTO_PAYLOAD_TYPE }
}
