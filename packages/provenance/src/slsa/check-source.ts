import { Refused } from '../verdict/refused.ts'
import type { StepNotes } from '../verdict/trace.ts'
import type { BuildSigner } from './build-signer.ts'
import type { ProvenanceFacts } from './provenance-facts.ts'
import { coversTag } from './versioned-tag.ts'

/** What was built, from the certificate where it says so, else from the provenance. */
export interface BuildSource {
  /** `https://github.com/owner/name` */
  readonly repository: string
  readonly ref?: string
  readonly commit?: string
}

/** The source of a build. Refuses any other repository than the one expected: no letter more or less, no other case, no other host. */
export function sourceOf(facts: ProvenanceFacts, signer: BuildSigner, expected: string, step: StepNotes): BuildSource {
  const claims = signer.kind === 'certificate' ? signer.claims : {}
  const [, stated, statedRef] = /^git\+(https:\/\/[^@\s]+)(?:@(\S+))?$/.exec(facts.sourceUri ?? '') ?? []
  const repository = claims.repository ?? stated?.replace(/\.git$/, '') ?? facts.sourceUri
  const ref = claims.ref ?? statedRef
  const commit = claims.commit ?? facts.stated.find(({ claim }) => claim === 'commit')?.value
  const wanted = normalSource(expected)
  step.expected(wanted)
  if (repository === undefined) throw new Refused('evidence-missing', 'The provenance does not say from what source it was built')
  step.found(ref === undefined ? repository : `${repository} at ${ref}`)
  if (repository !== wanted) {
    throw new Refused('policy-not-met', 'It was built from another source', { expected: wanted, found: repository })
  }
  return { repository, ...(ref === undefined ? {} : { ref }), ...(commit === undefined ? {} : { commit }) }
}

/** For a tag, the branch it was pushed from as the event says; annotated tags have none. */
export function checkBranch(expected: string, source: BuildSource, facts: ProvenanceFacts): void {
  const wanted = expected.startsWith('refs/heads/') ? expected : `refs/heads/${expected}`
  const found = source.ref?.startsWith('refs/tags/') === true ? facts.baseRef : source.ref
  if (found === undefined || found === '') {
    throw new Refused('evidence-missing', 'The provenance does not say from which branch the tag was made', { expected: wanted })
  }
  if (found !== wanted) throw new Refused('policy-not-met', 'It was built from another branch', { expected: wanted, found })
}

/** Exactly this tag; a build from a branch has none, whatever tags point to its commit. */
export function checkTag(expected: string, source: BuildSource): void {
  const found = tagOf(source, expected)
  if (found !== expected) throw new Refused('policy-not-met', 'It was built from another tag', { expected, found })
}

/** A tag of the version asked for, see `coversTag`. */
export function checkVersionedTag(expected: string, source: BuildSource): void {
  const found = tagOf(source, expected)
  const covered = coversTag(expected, found)
  if (covered === true) return
  throw new Refused('policy-not-met', covered === null ? 'The tag is no version' : 'It was built from a tag of another version', {
    expected,
    found,
  })
}

/** Inputs that somebody gave when starting the workflow by hand; other triggers have none. */
export function checkWorkflowInputs(expected: Readonly<Record<string, string>>, facts: ProvenanceFacts, signer: BuildSigner): void {
  const trigger = signer.kind === 'certificate' ? signer.claims.trigger : facts.stated.find(({ claim }) => claim === 'trigger')?.value
  if (trigger !== 'workflow_dispatch') {
    throw new Refused('policy-not-met', 'The workflow was not started by hand, so it has no inputs', {
      expected: 'workflow_dispatch',
      found: trigger ?? 'not said',
    })
  }
  for (const [name, wanted] of Object.entries(expected)) {
    const found = facts.workflowInputs?.[name]
    const text = found === undefined || found === null ? undefined : typeof found === 'object' ? JSON.stringify(found) : String(found)
    if (text === wanted) continue
    throw new Refused('policy-not-met', `The workflow input ${name} is another`, { expected: wanted, found: text ?? 'not given' })
  }
}

function tagOf(source: BuildSource, expected: string): string {
  if (source.ref?.startsWith('refs/tags/') === true) return source.ref.slice('refs/tags/'.length)
  throw new Refused('policy-not-met', 'It was not built from a tag', { expected: `refs/tags/${expected}`, found: source.ref ?? 'no ref' })
}

function normalSource(uri: string): string {
  return `https://${uri.replace(/^(?:git\+)?https:\/\//, '')}`
}
