import { Refused } from '../verdict/refused.ts'

/** A builder's address and the ref it ran at: `https://…/builder.yml@refs/tags/v1.2.3`. */
export interface BuilderId {
  readonly id: string
  readonly ref?: string
}

/** Splits at the last `@`. Refuses an empty address or ref. */
export function readBuilderId(text: string): BuilderId {
  const at = text.lastIndexOf('@')
  const [id, ref] = at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)]
  if (id === '' || ref === '') throw new Refused('malformed', 'The builder is not an address', { found: text })
  return ref === undefined ? { id } : { id, ref }
}

/** Whether the builder that ran is the one asked for; `@v1.2.3` asks for the tag, no ref for any release. */
export function isBuilderAsked(ran: BuilderId, asked: BuilderId): boolean {
  if (ran.id !== asked.id) return false
  return asked.ref === undefined || ran.ref === asked.ref || ran.ref === `refs/tags/${asked.ref}`
}

/**
 * Whether a ref names a release for good: a tag `vX.Y.Z`, or a whole commit. Branches and short tags such as `v1` move, so that
 * nobody can say later what has run.
 */
export function isReleaseRef(ref: string | undefined): boolean {
  return ref !== undefined && /^(?:refs\/tags\/v(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)|[0-9a-f]{40})$/.test(ref)
}
