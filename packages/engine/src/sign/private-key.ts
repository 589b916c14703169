import { createPrivateKey } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { configInvalid, CupelError, usageMissingArgument } from '@cupel/model'
import { readSshPrivateKey, Refused } from '@cupel/provenance'
import { readEvidence } from '../verify/read-evidence.ts'

/** A private key to sign with, and what opens it. */
export interface KeyFile {
  /** PEM (PKCS#8, PKCS#1, SEC 1; encrypted too) or a private key of OpenSSH. */
  readonly file: string
  readonly passphrase?: string
}

/** Reads a private key. Throws CupelError: the passphrase is missing or wrong, or it is no such key. Never says what is in the file. */
export function readPrivateKey({ file, passphrase }: KeyFile, cwd: string): KeyObject {
  const text = readEvidence(file, cwd).toString('latin1')
  const opened = passphrase === undefined ? {} : { passphrase }
  try {
    if (text.includes('BEGIN OPENSSH PRIVATE KEY')) return readSshPrivateKey(text, opened).keyObject
    return createPrivateKey({ key: text, ...opened })
  } catch (error) {
    if (passphrase === undefined && /encrypted|passphrase|ENCRYPTED/.test(text.slice(0, 200) + (error as Error).message)) throw locked(file)
    if (error instanceof Refused) throw configInvalid(file, error.message)
    throw configInvalid(file, passphrase === undefined ? 'is not a private key' : 'is not a private key that this passphrase opens')
  }
}

function locked(file: string): CupelError {
  const missing = usageMissingArgument(`the passphrase of ${file}`, 'sign')
  return new CupelError(missing.code, missing.message, { hint: 'give --passphrase-file FILE, or set CUPEL_PASSPHRASE' })
}
