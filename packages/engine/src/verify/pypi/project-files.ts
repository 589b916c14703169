import { asArray, asObject, asString, optionalObject, parseStrictJson, readDistributionName, Refused, textAt } from '@cupel/provenance'
import type { JsonObject } from '@cupel/provenance'

/** One file as an index lists it (PEP 691, PEP 700, PEP 740). */
export interface ProjectFile {
  readonly file: string
  readonly sha256: string
  /** Where its provenance is; null: it has none. */
  readonly provenance: string | null
  /** Epoch milliseconds; null when the index does not say. */
  readonly uploaded: number | null
  readonly version: string
}

const MAX_FILES = 200_000

/** Files of a project that are distributions; others are passed over. Refuses answers about other projects. */
export function readProjectFiles(bytes: Buffer, project: string): readonly ProjectFile[] {
  const answer = asObject(parseStrictJson(bytes, 'the answer of the index'), 'the answer of the index')
  const name = asString(answer['name'], 'the name in the answer of the index')
  if (name.replace(/[-_.]+/g, '-').toLowerCase() !== project)
    throw new Refused('subject-mismatch', 'the index answered about another project', { expected: project, found: name })
  const files = asArray(answer['files'], 'the files in the answer of the index')
  if (files.length > MAX_FILES) throw new Refused('limit-exceeded', 'the index lists too many files')
  return files.flatMap((entry) => readFile(asObject(entry, 'a file in the answer of the index')))
}

function readFile(entry: JsonObject): readonly ProjectFile[] {
  const file = asString(entry['filename'], 'the name of a file')
  const uploaded = Date.parse(textAt(entry, 'upload-time') ?? '')
  try {
    const { version } = readDistributionName(file)
    const sha256 = textAt(optionalObject(entry['hashes'], 'the digests of a file'), 'sha256') ?? ''
    return [{ file, sha256, provenance: textAt(entry, 'provenance') ?? null, uploaded: Number.isNaN(uploaded) ? null : uploaded, version }]
  } catch (error) {
    if (error instanceof Refused) return []
    throw error
  }
}

/**
 * The files of every release before that of `file`, newest release first, by the time of upload: of a release only what was there
 * before `file` counts. Empty when nobody can tell.
 */
export function releasesBefore(files: readonly ProjectFile[], file: ProjectFile): readonly (readonly ProjectFile[])[] {
  const { uploaded, version } = file
  if (uploaded === null) return []
  const byVersion = new Map<string, ProjectFile[]>()
  for (const other of files) {
    if (other.version === version || other.uploaded === null || other.uploaded >= uploaded) continue
    const release = byVersion.get(other.version)
    if (release === undefined) byVersion.set(other.version, [other])
    else release.push(other)
  }
  const newest = (release: readonly ProjectFile[]): number => release.reduce((time, one) => Math.max(time, one.uploaded ?? 0), 0)
  return [...byVersion.values()].sort((a, b) => newest(b) - newest(a))
}
