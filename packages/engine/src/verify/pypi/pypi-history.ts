import { Refused } from '@cupel/provenance'
import type { Trace } from '@cupel/provenance'
import type { PypiDocuments } from './pypi-documents.ts'
import type { ProjectFile } from './project-files.ts'
import { releaseBefore } from './project-files.ts'
import { publishersIn, publisherText } from './publishers-in.ts'

export interface PypiHistoryInput {
  readonly files: readonly ProjectFile[]
  readonly listed: ProjectFile
  /** The provenance object of the file. */
  readonly bytes: Buffer
  readonly documents: PypiDocuments
}

/** Refuses a release whose publisher is in another repository than that of the release before; another workflow is told. */
export async function checkPypiHistory(
  { files, listed, bytes, documents }: PypiHistoryInput,
  { trace, step }: { readonly trace: Trace; readonly step: readonly [string, string] },
): Promise<void> {
  const before = releaseBefore(files, listed).find(({ provenance }) => provenance !== null)
  const old = before === undefined ? null : await documents.provenance(before.file, before.provenance)
  if (before === undefined || old === null) {
    trace.skip(...step, 'the release before has no provenance, or there is none')
    return
  }
  trace.step(...step, (inner) => {
    const then = publishersIn(old)
    for (const publisher of publishersIn(bytes)) {
      const found = publisherText(publisher)
      const expected = then.map(publisherText).join(' or ')
      if (then.some((one) => publisherText(one) === found)) continue
      const home = (one: (typeof then)[number]): string => (one.kind === 'Google' ? one.email : `${one.kind} ${one.repository}`)
      if (then.some((one) => home(one) === home(publisher)))
        inner.warn('policy-not-met', `published by another workflow: ${expected} before, ${found} now`)
      else
        throw new Refused('policy-not-met', 'the release is published from elsewhere than the release before', {
          expected: `${expected}, as ${before.file}`,
          found,
          remedy: 'stay on the version before until the maintainers explain it',
        })
    }
  })
}

/** A project that had provenance and lost it is an alarm, not a gap. */
export function requireNeverHad(files: readonly ProjectFile[], listed: ProjectFile): void {
  const before = files.find(({ provenance, uploaded }) => provenance !== null && (uploaded ?? 0) < (listed.uploaded ?? Infinity))
  if (before === undefined) return
  throw new Refused('policy-not-met', 'the release is weaker than those before it: it has no provenance', {
    expected: `provenance, as of ${before.file}`,
    found: 'none',
    remedy: 'stay on the version before until the maintainers explain it',
  })
}
