import { sign } from 'node:crypto'
import { basename, relative, resolve } from 'node:path'
import { signFailed, usageWrongValue } from '@cupel/model'
import { IN_TOTO_PAYLOAD_TYPE, makeModelStatement, Refused, signModel, Trace, verifyModel } from '@cupel/provenance'
import type { ModelManifest } from '@cupel/provenance'
import { hashModel, NO_PIECE } from '../verify/model/hash-model.ts'
import type { ModelHashing } from '../verify/model/hash-model.ts'
import { makeBundle, publicHalf } from './make-bundle.ts'
import type { SignerRequest } from './make-bundle.ts'
import { readPrivateKey } from './private-key.ts'

export interface SignModelRequest extends SignerRequest {
  /** Folder of the model, or its one file. */
  readonly model: string
  /** Paths below the model that the signature does not cover; they are named in it. */
  readonly ignore: readonly string[]
  /** Where the signature will be: never part of what is signed. */
  readonly output: string
  readonly hashing: ModelHashing
}

export interface MadeModelSignature {
  readonly text: string
  readonly files: number
}

/** Left out at the top of a model, as the reference tool does. */
const VERSION_CONTROL = ['.git', '.gitignore', '.gitattributes', '.github']

/** Signs a model (OpenSSF model signing specification 1.0): by key without any service, or by an identity. Nothing is written. */
export async function signModelFolder(request: SignModelRequest): Promise<MadeModelSignature> {
  const { cwd, hashing } = request
  const path = resolve(cwd, request.model)
  const own = relative(path, resolve(cwd, request.output)).replaceAll('\\', '/')
  const ignorePaths = [...new Set([...VERSION_CONTROL, ...request.ignore, ...(own.startsWith('..') || own === '' ? [] : [own])])].sort()
  const resources = hashModel(path, hashing, (name) => ignorePaths.includes(name))
  const serialization = { ...hashing, ignorePaths }
  const manifest: ModelManifest = { name: basename(path), serialization, resources }
  try {
    if (resources.length === 0) throw signFailed('the model has no file')
    const empty = hashing.method === 'shards' ? resources.find(({ name }) => name.endsWith(NO_PIECE)) : undefined
    if (empty !== undefined) {
      const hint = 'sign whole files (without --shard-size), or leave it out with --ignore'
      throw signFailed(`the file ${empty.name.slice(0, -NO_PIECE.length)} is empty, so no piece would cover it`, { hint })
    }
    return { text: await signed(manifest, request), files: resources.length }
  } catch (error) {
    if (error instanceof Refused) throw signFailed(error.message, { cause: error })
    throw error
  }
}

async function signed(manifest: ModelManifest, request: SignModelRequest): Promise<string> {
  if (request.key === undefined) {
    const payload = Buffer.from(JSON.stringify(makeModelStatement(manifest)))
    return (await makeBundle({ kind: 'payload', payload, payloadType: IN_TOTO_PAYLOAD_TYPE }, request)).text
  }
  const privateKey = readPrivateKey(request.key, request.cwd)
  const publicKey = publicHalf(privateKey)
  const hash = { p256: 'sha256', p384: 'sha384', p521: 'sha512' }[publicKey.type as string]
  if (hash === undefined) throw usageWrongValue('--key', publicKey.type, 'models are signed with P-256, P-384 or P-521 keys')
  const text = signModel(manifest, { publicKey, sign: (message) => sign(hash, message, privateKey) })
  const { root, outcome } = Trace.run('model', 'the new signature verifies', (trace) =>
    verifyModel(Buffer.from(text), { method: 'key', key: publicKey }, trace),
  )
  if (outcome === 'refused') throw signFailed(`the new signature does not verify: ${root.reason ?? ''}`)
  return text
}
