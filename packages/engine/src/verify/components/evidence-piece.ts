import type { JsonObject, JsonValue } from '@cupel/provenance'
import {
  asArray,
  asObject,
  parseEnvelope,
  parseStrictJson,
  readBundle,
  readEnvelope,
  readStatement,
  Refused,
  textAt,
} from '@cupel/provenance'
import type { Envelope, Statement } from '@cupel/provenance'

/** One piece of evidence as it was read. What it says is not verified; it only tells what the piece may be asked about. */
export interface EvidencePiece {
  /** File, with its line where it has several. */
  readonly source: string
  /** `bundle` and `envelope` for `checkEvidence`; `pypi` for one attestation or a provenance object of a package index. */
  readonly kind: 'bundle' | 'envelope' | 'pypi' | 'signature'
  readonly text: Buffer
  /** The file that the piece lies beside; empty when there is none. */
  readonly beside: string
  /** Names of its subjects by their digest, `algorithm:hex`. */
  readonly subjects: ReadonlyMap<string, readonly string[]>
}

type PieceBody = Pick<EvidencePiece, 'kind' | 'text' | 'subjects'>

/**
 * The pieces of evidence in one JSON document: a Sigstore bundle, a DSSE envelope, a registry's list of attestations, or a provenance
 * object of a package index. Null when it is none of them. Throws Refused when it is one and cannot be read.
 */
export function readPieces(text: Buffer, what: string): readonly PieceBody[] | null {
  const value = parseStrictJson(text, what)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  const document = value as JsonObject
  if ('mediaType' in document || 'verificationMaterial' in document) return [bundlePiece(document, text)]
  if ('payloadType' in document && 'signatures' in document) {
    return [{ kind: 'envelope', text, subjects: subjectsOfEnvelope(parseEnvelope(text)) }]
  }
  if ('attestation_bundles' in document) return [{ kind: 'pypi', text, subjects: subjectsOfPypi(document) }]
  if ('verification_material' in document && 'envelope' in document) {
    return [{ kind: 'pypi', text, subjects: merged([subjectsOfAttestation(document)]) }]
  }
  return Array.isArray(document['attestations']) ? listedPieces(document['attestations'] as readonly JsonValue[]) : null
}

/** A registry wraps each bundle with its type. Bundles that cannot be read as such end the whole list. */
function listedPieces(attestations: readonly JsonValue[]): readonly PieceBody[] {
  return attestations.map((entry) => {
    const bundle = asObject(asObject(entry, 'an attestation of the list')['bundle'], 'the bundle of an attestation')
    return bundlePiece(bundle, Buffer.from(JSON.stringify(bundle)))
  })
}

function bundlePiece(value: JsonObject, text: Buffer): PieceBody {
  const { content } = readBundle(value)
  if (content.kind === 'dsse') return { kind: 'bundle', text, subjects: subjectsOfEnvelope(content.envelope) }
  const { digest } = content
  return {
    kind: 'bundle',
    text,
    subjects: new Map(digest === undefined ? [] : [[`${digest.algorithm}:${digest.digest.toString('hex')}`, []]]),
  }
}

const IN_TOTO = 'application/vnd.in-toto+json'

function subjectsOfEnvelope({ payloadType, payload }: Envelope): EvidencePiece['subjects'] {
  return payloadType === IN_TOTO ? subjectsOf(readStatement(parseStrictJson(payload, 'the statement'))) : new Map()
}

function subjectsOfPypi(document: JsonObject): EvidencePiece['subjects'] {
  return merged(
    asArray(document['attestation_bundles'], 'the attestation bundles').flatMap((bundle) =>
      asArray(asObject(bundle, 'an attestation bundle')['attestations'], 'the attestations').map((one) =>
        subjectsOfAttestation(asObject(one, 'an attestation')),
      ),
    ),
  )
}

function subjectsOfAttestation(attestation: JsonObject): EvidencePiece['subjects'] {
  const statement = textAt(asObject(attestation['envelope'], 'the envelope'), 'statement')
  if (statement === undefined) throw new Refused('malformed', 'the envelope of an attestation has no statement')
  // The same reader as for any envelope, so that no other encoding is understood here than there.
  const { payload } = readEnvelope({ payload: statement, payloadType: IN_TOTO, signatures: [{ sig: 'AA==' }] })
  return subjectsOf(readStatement(parseStrictJson(payload, 'the statement')))
}

/** A verification summary also says under which address its subject is known. */
function subjectsOf({ subjects, predicate }: Statement): EvidencePiece['subjects'] {
  const resource = textAt(predicate, 'resourceUri')
  return merged(
    subjects.map(({ name, uri, digest }) => {
      const names = [name, uri, resource].filter((one): one is string => one !== undefined && one !== '')
      return new Map(Object.entries(digest).map(([algorithm, hex]) => [`${algorithm}:${hex}`, names]))
    }),
  )
}

function merged(maps: readonly EvidencePiece['subjects'][]): EvidencePiece['subjects'] {
  const all = new Map<string, string[]>()
  for (const map of maps) {
    for (const [digest, names] of map) {
      const known = all.get(digest)
      if (known === undefined) all.set(digest, [...names])
      else known.push(...names)
    }
  }
  return all
}
