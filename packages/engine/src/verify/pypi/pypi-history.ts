import { Refused } from '@cupel/provenance'
import type { PypiPublisher, StepNotes, Trace } from '@cupel/provenance'
import type { PypiDocuments } from './pypi-documents.ts'
import type { ProjectFile } from './project-files.ts'
import { releasesBefore } from './project-files.ts'
import { attestationTypesIn, publishersIn, publisherText } from './publishers-in.ts'

export interface PypiHistoryInput {
  readonly files: readonly ProjectFile[]
  readonly listed: ProjectFile
  /** The provenance object of the file. */
  readonly bytes: Buffer
  readonly documents: PypiDocuments
}

/**
 * Refuses a release whose publisher is in another repository than that of the last release before it which had provenance, however many
 * without any lie between. Another workflow is told, and so are kinds of attestations that got lost.
 */
export async function checkPypiHistory(
  input: PypiHistoryInput,
  { trace, step }: { readonly trace: Trace; readonly step: readonly [string, string] },
): Promise<void> {
  const { last, unsaved } = await lastAttested(input)
  if (last === null) {
    if (unsaved === null) trace.skip(...step, 'no release before had provenance')
    else
      trace.step(...step, (inner) =>
        inner.warn('evidence-missing', `${unsaved} had provenance, and it is not among the evidence: the publishers were not compared`),
      )
    return
  }
  trace.step(...step, (inner) => compare(input.bytes, last, inner))
}

interface Attested {
  readonly file: string
  readonly bytes: Buffer
}

/** `unsaved`: the newest file that had provenance where none is at hand. */
async function lastAttested({
  files,
  listed,
  documents,
}: PypiHistoryInput): Promise<{ readonly last: Attested | null; readonly unsaved: string | null }> {
  const attested = releasesBefore(files, listed).flatMap((release) => release.filter(({ provenance }) => provenance !== null))
  for (const { file, provenance } of attested.slice(0, MAX_ASKED)) {
    const bytes = await documents.provenance(file, provenance)
    if (bytes !== null) return { last: { file, bytes }, unsaved: null }
  }
  return { last: null, unsaved: attested[0]?.file ?? null }
}

/** Documents of releases before that are asked for, at most; one that is there ends the search. */
const MAX_ASKED = 50

function compare(bytes: Buffer, { file, bytes: old }: Attested, trace: StepNotes): void {
  const then = publishersIn(old)
  const expected = then.map(publisherText).join(' or ')
  for (const publisher of publishersIn(bytes)) {
    const found = publisherText(publisher)
    if (then.some((one) => publisherText(one) === found)) continue
    if (!then.some((one) => homeOf(one) === homeOf(publisher)))
      throw new Refused('policy-not-met', 'the release is published from elsewhere than the last one before it that had provenance', {
        expected: `${expected}, as ${file}`,
        found,
        remedy: REMEDY,
      })
    trace.warn('policy-not-met', `published by another workflow: ${expected} before, ${found} now`)
  }
  const kinds = attestationTypesIn(bytes)
  const lost = attestationTypesIn(old).filter((type) => !kinds.includes(type))
  if (lost.length > 0) trace.warn('policy-not-met', `attestations that ${file} had and this one has not: ${lost.join(', ')}`)
}

const REMEDY = 'stay on the version before until the maintainers explain it'

function homeOf(publisher: PypiPublisher): string {
  return publisher.kind === 'Google' ? publisher.email : `${publisher.kind} ${publisher.repository}`
}

/** A project that had provenance and lost it is an alarm, not a gap. */
export function requireNeverHad(files: readonly ProjectFile[], listed: ProjectFile): void {
  const before = files.find(({ provenance, uploaded }) => provenance !== null && (uploaded ?? 0) < (listed.uploaded ?? Infinity))
  if (before === undefined) return
  throw new Refused('policy-not-met', 'the release is weaker than those before it: it has no provenance', {
    expected: `provenance, as of ${before.file}`,
    found: 'none',
    remedy: REMEDY,
  })
}
