import { decodeHex } from '../encoding/hex.ts'
import type { JsonObject } from '../encoding/json-value.ts'
import { asArray, asObject, asString, optionalArray } from '../encoding/json-value.ts'
import type { VerifiedStatement } from '../intoto/statement.ts'
import { Refused } from '../verdict/refused.ts'
import type { ModelManifest, ModelResource, ModelSerialization } from './manifest.ts'
import { checkNames, MODEL_SIGNATURE, rootDigest } from './manifest.ts'

/** Predicate type of releases before 1.0: digests of the files stand in the subjects, nothing says how they were taken. */
export const MODEL_DIGESTS = 'https://model_signing/Digests/v0.1'

const MAX_RESOURCES = 1_000_000

/**
 * Reads the manifest out of a verified statement, version 1.0 or the form of release 0.2. Refuses unsorted or doubled names, paths that
 * lead elsewhere, digests of another algorithm than stated, and a root digest that is not the digest over the list.
 */
export function readModelManifest(statement: VerifiedStatement): ModelManifest {
  if (statement.predicateType === MODEL_SIGNATURE) return readV1(statement)
  if (statement.predicateType === MODEL_DIGESTS) return readDigests(statement)
  throw new Refused('unsupported-version', 'The statement is not a model signature of a known version', {
    expected: `${MODEL_SIGNATURE} or ${MODEL_DIGESTS}`,
    found: statement.predicateType,
  })
}

function readV1({ predicate, subjects }: VerifiedStatement): ModelManifest {
  const [subject, ...more] = subjects
  if (subject?.name === undefined || more.length > 0) throw new Refused('subject-mismatch', 'The statement must be about exactly one model')
  const serialization = readSerialization(asObject(predicate['serialization'], 'The way the model was hashed'))
  const list = asArray(predicate['resources'], 'The list of files')
  if (list.length > MAX_RESOURCES) throw new Refused('limit-exceeded', 'The model has too many files')
  if (list.length === 0) throw new Refused('evidence-missing', 'The model signature covers no file')
  const resources = list.map((entry) => readResource(asObject(entry, 'A file of the model'), serialization))
  checkNames(resources)
  const root = rootDigest(resources)
  if (subject.digest['sha256'] !== root) {
    throw new Refused('content-mismatch', 'The digest over the list of files is not the one signed as the model', {
      expected: subject.digest['sha256'] ?? 'a SHA-256 digest',
      found: root,
    })
  }
  return { name: subject.name, serialization, resources }
}

function readSerialization(value: JsonObject): ModelSerialization {
  const method = asString(value['method'], 'The method')
  const hash = asString(value['hash_type'], 'The hash')
  if (method !== 'files' && method !== 'shards')
    throw new Refused('unsupported-version', 'The model was hashed in an unknown way', { found: method })
  if (hash !== 'sha256' && hash !== 'sha384' && hash !== 'sha512') {
    throw new Refused('unsupported-algorithm', 'The model was hashed with a function that is not accepted', { found: hash })
  }
  const shardSize = value['shard_size']
  if (method === 'shards' && !(typeof shardSize === 'number' && Number.isSafeInteger(shardSize) && shardSize > 0)) {
    throw new Refused('malformed', 'The size of pieces is not a size')
  }
  return {
    method,
    hash,
    allowSymlinks: value['allow_symlinks'] === true,
    ignorePaths: optionalArray(value['ignore_paths'], 'The list of ignored paths').map((path) => asString(path, 'An ignored path')),
    ...(method === 'shards' ? { shardSize: Number(shardSize) } : {}),
  }
}

function readResource(entry: JsonObject, { method, hash, shardSize }: ModelSerialization): ModelResource {
  const name = asString(entry['name'], 'The name of a file')
  const algorithm = asString(entry['algorithm'], `The algorithm of ${name}`)
  const expected = method === 'shards' ? `${hash}-sharded-${shardSize}` : hash
  if (algorithm !== expected)
    throw new Refused('content-mismatch', `${name} was hashed otherwise than stated`, { expected, found: algorithm })
  const digest = asString(entry['digest'], `The digest of ${name}`).toLowerCase()
  if (decodeHex(digest, `The digest of ${name}`).length !== { sha256: 32, sha384: 48, sha512: 64 }[hash]) {
    throw new Refused('malformed', `The digest of ${name} has the wrong length`)
  }
  return { name, digest }
}

function readDigests({ subjects }: VerifiedStatement): ModelManifest {
  const resources = subjects.map(({ name, digest }) => {
    const sha256 = digest['sha256']
    if (name === undefined || sha256 === undefined) throw new Refused('malformed', 'A file of the model has no name or no SHA-256 digest')
    return { name, digest: sha256 }
  })
  checkNames(resources)
  return { name: '', serialization: { method: 'files', hash: 'sha256', allowSymlinks: false, ignorePaths: [] }, resources }
}
