import type { ProtoMessage } from '../encoding/proto-json.ts'
import type { PublicKey } from '../keys/public-key.ts'
import type { SignatureScheme } from '../keys/signature-scheme.ts'
import { HASH_ALGORITHM } from '../sigstore/hash-algorithm.ts'
import { Refused } from '../verdict/refused.ts'
import type { KeyDetails } from './key-details.ts'
import { KEY_DETAILS, meaningOfKeyDetails, readDetailedKey } from './key-details.ts'
import type { Validity } from './validity.ts'
import { readValidity } from './validity.ts'

/** A log for signatures or for certificates, with the one key it signs with in that time. */
export interface TransparencyLog {
  readonly baseUrl: string
  /** The URL without scheme and final slash: the name newer logs sign under. */
  readonly name: string
  readonly logId: Buffer
  /** The key id in checkpoints, where the root states it. */
  readonly checkpointKeyId: Buffer | undefined
  readonly key: PublicKey
  readonly scheme: SignatureScheme
  readonly validFor: Validity
  readonly operator: string | undefined
}

export const TRANSPARENCY_LOG_FIELDS = ['baseUrl', 'hashAlgorithm', 'publicKey', 'logId', 'checkpointKeyId', 'operator']

/** Refuses a log without URL, id, key or start, and one that hashes with anything but SHA-256. */
export function readTransparencyLog(message: ProtoMessage): TransparencyLog {
  const hash = message.enum('hashAlgorithm', HASH_ALGORITHM)
  if (hash !== undefined && hash !== 'SHA2_256') throw new Refused('unsupported-algorithm', `${message.what} hashes with ${hash}`)
  const publicKey = message.requiredMessage('publicKey', ['rawBytes', 'keyDetails', 'validFor'])
  const details: KeyDetails | undefined = publicKey.enum('keyDetails', KEY_DETAILS)
  const validFor = readValidity(publicKey)
  const baseUrl = message.requiredText('baseUrl')
  return {
    baseUrl,
    name: baseUrl.replace(/^[a-z]+:\/\//, '').replace(/\/$/, ''),
    logId: message.requiredMessage('logId', ['keyId']).requiredBytes('keyId'),
    checkpointKeyId: message.message('checkpointKeyId', ['keyId'])?.bytes('keyId'),
    key: readDetailedKey(details, publicKey.requiredBytes('rawBytes'), publicKey.what),
    scheme: meaningOfKeyDetails(details, publicKey.what).scheme,
    validFor,
    operator: message.text('operator'),
  }
}
