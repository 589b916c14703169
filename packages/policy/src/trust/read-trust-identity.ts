import { nearestName } from '@cupel/model'
import type { FaultList, TableReader } from '../config/table-reader.ts'
import { tableReader } from '../config/table-reader.ts'
import { lineOf } from '../config/toml-lines.ts'
import { statedDate } from './stated-date.ts'
import type { TrustIdentity } from './trust-policy.ts'
import { SIGNER_KINDS } from '@cupel/model'
import type { SignerKind } from '@cupel/model'

const KEYS = ['name', 'kind', 'issuer', 'subject', 'key', 'root', 'claims', 'valid-from', 'valid-until']

/** What a kind cannot do without: a policy that leaves it open would let anybody in. */
const NEEDS: Readonly<Record<SignerKind, readonly ('issuer' | 'subject' | 'key' | 'root')[]>> = {
  sigstore: ['issuer', 'subject'],
  ssh: ['key'],
  openpgp: ['key'],
  x509: ['root', 'subject'],
  key: ['key'],
  minisign: ['key'],
  signify: ['key'],
  'npm-registry': ['issuer', 'key'],
  did: ['subject'],
}

/** One `[[identity]]`. */
export function readTrustIdentity(table: unknown, at: number, list: FaultList): TrustIdentity {
  const path = `identity.${at}`
  const reader = tableReader(table, path, { list, known: KEYS })
  const name = (reader.string('name') ?? '').trim()
  if (name === '') reader.fault('name', 'an identity needs a name')
  const kind = kindOf(reader)
  const fields = {
    issuer: (reader.string('issuer') ?? '').trim(),
    subject: (reader.string('subject') ?? '').trim(),
    key: (reader.string('key') ?? '').trim(),
    root: (reader.string('root') ?? '').trim(),
  }
  if (kind !== null) {
    for (const need of NEEDS[kind]) {
      if (fields[need] === '') reader.fault(need, `an identity of kind ${kind} needs ${need}, else anybody would be it`)
    }
  }
  if (fields.root !== '' && kind !== null && kind !== 'x509')
    reader.fault('root', `an identity of kind ${kind} has no root: it would not be looked at`)
  return {
    name,
    kind: kind ?? 'key',
    ...fields,
    claims: claimsOf(reader),
    validFrom: statedDate(reader, 'valid-from'),
    validUntil: statedDate(reader, 'valid-until'),
    line: lineOf(list.lines, path),
  }
}

function kindOf(reader: TableReader): SignerKind | null {
  const stated = reader.string('kind')
  const kind = SIGNER_KINDS.find((one) => one === stated)
  if (kind !== undefined) return kind
  const near = stated === null ? null : nearestName(stated, SIGNER_KINDS)
  reader.fault('kind', `identity.kind must be one of ${SIGNER_KINDS.join(', ')}${near === null ? '' : `; did you mean "${near}"?`}`)
  return null
}

function claimsOf(reader: TableReader): Readonly<Record<string, string>> {
  const value = reader.raw('claims')
  if (value === undefined) return {}
  const entries = typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : null
  if (entries?.every((entry): entry is [string, string] => typeof entry[1] === 'string')) return Object.fromEntries(entries)
  reader.fault('claims', 'identity.claims must be a table of texts')
  return {}
}
