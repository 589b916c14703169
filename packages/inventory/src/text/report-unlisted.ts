import type { Collector } from '../extractor.ts'

/** A package that another one of the same lock needs, and that is not in it. */
export interface Unlisted {
  readonly by: string
  readonly name: string
  readonly line?: number | undefined
}

/** For locks that hold all that is installed: what an entry needs and no entry is was lost, by a merge or an editor. */
export function reportUnlisted(unlisted: readonly Unlisted[], out: Collector): void {
  const [first] = unlisted
  if (first === undefined) return
  const more = unlisted.length === 1 ? '' : ` (and ${unlisted.length - 1} more)`
  out.problem({
    code: 'entries-lost',
    ...(first.line === undefined ? {} : { line: first.line }),
    detail: `${first.by} needs ${first.name}, which the lock does not hold${more}`,
    hint: 'the file was cut or edited: write it anew',
  })
}
