import type { Facts } from '../facts/facts.ts'
import { reading } from '../facts/reading.ts'
import type { Place } from '../outcome.ts'
import { projectDocuments } from './project-documents.ts'
import { cleanSnippet } from './prose.ts'

export interface BadgeLink {
  /** Number of the entry at the badge site. */
  readonly project: number
  readonly place: Place
}

const LINK = /https?:\/\/(?:www\.)?bestpractices(?:\.coreinfrastructure\.org|\.dev)\/(?:[a-z]{2}(?:-[A-Z]{2})?\/)?projects\/(\d{1,7})\b/

/** Badges of the Best Practices site that the project's documents show. */
export const badgeLinks: (facts: Facts) => readonly BadgeLink[] = reading((facts) =>
  projectDocuments(facts).flatMap(({ path, role, sections }) => {
    if (role !== 'readme') return []
    return sections.flatMap(({ heading, line, paragraphs }) =>
      [{ text: heading, line }, ...paragraphs].flatMap(({ text, line: at }): readonly BadgeLink[] => {
        const found = LINK.exec(text)
        return found === null ? [] : [{ project: Number(found[1]), place: { path, line: at, snippet: cleanSnippet(found[0]) } }]
      }),
    )
  }),
)
