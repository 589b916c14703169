import type { Answer } from '../standards/answers.ts'

export interface ProposalOptions {
  /** Address of the repository, or of the home page, by which the badge site knows the project. */
  readonly url: string
  /** Number of the entry, where it is known. */
  readonly project?: number
  /** `passing`, `baseline-1` …; default `choose`. */
  readonly section?: string
  readonly site?: string
  /** Characters of one link; default 2,000, which every browser and mail program carries. */
  readonly maxLength?: number
}

export interface Proposal {
  readonly field: string
  readonly answer: Answer
}

const MIN_LENGTH = 300

/**
 * Links that open the badge site's form with answers filled in for review, as many as are needed. Keys are lower case with `_`
 * for `-` and `.`. A justification that does not fit is cut at a word; a link never exceeds the length.
 */
export function proposalLinks(proposals: readonly Proposal[], options: ProposalOptions): readonly string[] {
  const { site = 'https://www.bestpractices.dev', section, project, maxLength = 2_000 } = options
  const limit = Math.max(MIN_LENGTH, maxLength)
  const start =
    project === undefined
      ? `${site}/projects?as=edit&url=${encodeURIComponent(options.url)}${section === undefined ? '' : `&section=${encodeURIComponent(section)}`}`
      : `${site}/projects/${project}/${encodeURIComponent(section ?? 'choose')}/edit?`
  const links: string[] = []
  let open = start
  for (const { field, answer } of proposals) {
    const key = field
      .toLowerCase()
      .replace(/[-.]/g, '_')
      .replace(/[^a-z0-9_]/g, '')
    const room = limit - start.length
    const part = partOf(key, answer, room)
    if (part === undefined) continue
    if (open !== start && open.length + part.length > limit) {
      links.push(open)
      open = start
    }
    open += open.endsWith('?') ? part.slice(1) : part
  }
  if (open !== start) links.push(open)
  return links
}

function partOf(key: string, { status, justification }: Answer, room: number): string | undefined {
  const head = `&${key}_status=${encodeURIComponent(status)}`
  if (head.length > room) return undefined
  if (justification === '') return head
  const lead = `${head}&${key}_justification=`
  let text = justification
  // Characters grow by up to nine in the encoding, so the text is cut until it fits.
  while (text !== '' && lead.length + encode(text).length > room) {
    const shorter = text.slice(0, Math.floor(text.length * 0.8))
    const space = shorter.lastIndexOf(' ')
    text = space > 0 ? shorter.slice(0, space) : ''
  }
  return text === '' ? head : lead + encode(text)
}

/** A lone half of a surrogate pair cannot be encoded. */
function encode(text: string): string {
  return encodeURIComponent(text.replace(/[\ud800-\udfff]/gu, '\ufffd')).replaceAll('%20', '+')
}
