import { Refused } from '../verdict/refused.ts'

/** One record of gittuf's reference state log. */
export type RslEntry =
  /** A ref was set to `targetId`. */
  | { readonly kind: 'reference'; readonly id: string; readonly number: number | null; readonly ref: string; readonly targetId: string }
  /** A ref was set to what another repository has. */
  | {
      readonly kind: 'propagation'
      readonly id: string
      readonly number: number | null
      readonly ref: string
      readonly targetId: string
      readonly upstream: string
      readonly upstreamEntryId: string
    }
  /** A remark on earlier entries; `skip` takes them back. */
  | {
      readonly kind: 'annotation'
      readonly id: string
      readonly number: number | null
      readonly entryIds: readonly string[]
      readonly skip: boolean
      readonly message: string
    }

const TITLES = { 'RSL Reference Entry': 'reference', 'RSL Annotation Entry': 'annotation', 'RSL Propagation Entry': 'propagation' } as const
const ID = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/
const MAX_LINES = 100_000

/** Reads the message of a commit of the log. Refuses what is no entry, and fields that stand twice. */
export function readRslEntry(id: string, message: string): RslEntry {
  const [title = '', , ...lines] = message.trimEnd().split('\n')
  const kind = Object.hasOwn(TITLES, title) ? TITLES[title as keyof typeof TITLES] : undefined
  if (kind === undefined || lines.length > MAX_LINES)
    throw new Refused('malformed', `the commit ${id} is no entry of a reference state log`)
  const fields = new Map<string, string[]>()
  const begin = lines.indexOf('-----BEGIN MESSAGE-----')
  for (const line of begin < 0 ? lines : lines.slice(0, begin)) {
    const colon = line.indexOf(': ')
    if (colon > 0) fields.set(line.slice(0, colon), [...(fields.get(line.slice(0, colon)) ?? []), line.slice(colon + 2)])
  }
  const one = (name: string): string => {
    const values = fields.get(name) ?? []
    if (values.length !== 1) throw new Refused('malformed', `the log entry ${id} does not state ${JSON.stringify(name)} once`)
    return values[0] as string
  }
  const number = fields.has('number') ? Number(one('number')) : null
  if (number !== null && !Number.isSafeInteger(number)) throw new Refused('malformed', `the log entry ${id} has no proper number`)
  if (kind === 'annotation') {
    const entryIds = (fields.get('entryID') ?? []).map((entryId) => checkedId(entryId, id))
    if (entryIds.length === 0) throw new Refused('malformed', `the annotation ${id} is about no entry`)
    return { kind, id, number, entryIds, skip: one('skip') === 'true', message: messageOf(lines, begin) }
  }
  const entry = { id, number, ref: one('ref'), targetId: checkedId(one('targetID'), id) }
  if (kind === 'reference') return { kind, ...entry }
  return { kind, ...entry, upstream: one('upstreamRepository'), upstreamEntryId: checkedId(one('upstreamEntryID'), id) }
}

function checkedId(text: string, entry: string): string {
  if (!ID.test(text)) throw new Refused('malformed', `the log entry ${entry} names no object`)
  return text
}

function messageOf(lines: readonly string[], begin: number): string {
  const end = lines.indexOf('-----END MESSAGE-----')
  return begin < 0 || end < begin ? '' : Buffer.from(lines.slice(begin + 1, end).join(''), 'base64').toString('utf8')
}
