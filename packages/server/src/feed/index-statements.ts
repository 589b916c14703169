import { hash } from 'node:crypto'
import type { AdvisoryIndex, AdvisoryRecord, RecordRef } from '@cupel/advisory'
import type { OsvAffected } from '@cupel/model'
import type { Statement, Subject } from './statement.ts'

/** What the index says of one subject. */
export interface SubjectKnowledge {
  readonly subject: Subject
  readonly covered: boolean
  /** SHA-256 of all of it. */
  readonly digest: Uint8Array
  readonly entries: readonly { readonly ref: RecordRef; readonly parts: readonly OsvAffected[] }[]
}

/** A record with what its index adds to it. */
interface KnownRecord extends Pick<Statement, 'record' | 'joins' | 'ids'> {
  readonly text: string
}

/** Asks an index about subjects; records are read once for many. */
export class IndexStatements {
  readonly #index: AdvisoryIndex
  readonly #records = new Map<RecordRef, KnownRecord>()

  constructor(index: AdvisoryIndex) {
    this.#index = index
  }

  about(subject: Subject): SubjectKnowledge {
    const covered = this.#index.covers(subject.ecosystem)
    const entries = this.#index.lookup(subject.ecosystem, subject.name).map(({ ref, affected }) => ({ ref, parts: affected }))
    const texts = entries.map(({ ref, parts }) => `${this.#known(ref).text} ${JSON.stringify(parts)}`).sort()
    return { subject, covered, digest: hash('sha256', [String(covered), ...texts].join('\n'), 'buffer'), entries }
  }

  /** One statement a record, about all the subjects that name it; `scope` is all subjects that were asked about. */
  statements(known: readonly SubjectKnowledge[]): readonly Statement[] {
    const scope = new Set(known.map(({ subject }) => subject.id))
    const byRecord = new Map<RecordRef, { subject: Subject; parts: OsvAffected[] }[]>()
    for (const { subject, entries } of known) {
      for (const { ref, parts } of entries) {
        const stated = byRecord.get(ref) ?? []
        const last = stated.at(-1)
        if (last?.subject === subject) last.parts.push(...parts)
        else stated.push({ subject, parts: [...parts] })
        byRecord.set(ref, stated)
      }
    }
    const statements = [...byRecord].map(([ref, affected]): Statement => ({ ...this.#statement(ref), affected, scope }))
    return mergedById(statements)
  }

  /** What the index says of records that it no longer gives for some subjects: taken back, gone, or about others only. */
  without(osvIds: readonly string[], scope: ReadonlySet<number>, now: Date): readonly Statement[] {
    return osvIds.flatMap((id): readonly Statement[] => {
      const refs = this.#index.recordsById(id).filter((ref) => this.#index.record(ref).id === id)
      const live = refs.find((ref) => this.#index.record(ref).withdrawn === '')
      const ref = live ?? refs[0]
      if (ref !== undefined) return [{ ...this.#statement(ref), affected: [], scope }]
      const record: AdvisoryRecord = { ...NO_RECORD, id, withdrawn: now.toISOString() }
      return [{ orgId: null, source: 'index', record, joins: [id], ids: [id], affected: [], gone: true, scope }]
    })
  }

  #statement(ref: RecordRef): Omit<Statement, 'affected' | 'scope'> {
    const { record, joins, ids } = this.#known(ref)
    return { orgId: null, source: 'index', record, joins, ids }
  }

  #known(ref: RecordRef): KnownRecord {
    let known = this.#records.get(ref)
    if (known === undefined) {
      const record = this.#index.record(ref)
      const joins = this.#index.group(record)
      const ids = [...new Set([...joins, ...record.aliases])].toSorted()
      const withdrawn = ids.filter((id) => this.#index.isWithdrawn(id))
      known = { record, joins, ids, text: JSON.stringify([record, joins, withdrawn]) }
      this.#records.set(ref, known)
    }
    return known
  }
}

/** One record may stand in the indexes of several ecosystems. */
function mergedById(statements: readonly Statement[]): readonly Statement[] {
  const byId = new Map<string, Statement>()
  for (const statement of statements) {
    const { id } = statement.record
    const known = byId.get(id)
    if (known === undefined) byId.set(id, statement)
    else {
      const upstream = [...new Set([...known.record.upstream, ...statement.record.upstream])]
      byId.set(id, { ...known, record: { ...known.record, upstream }, affected: [...known.affected, ...statement.affected] })
    }
  }
  return [...byId.values()]
}

const NO_RECORD: AdvisoryRecord = {
  id: '',
  kind: 'vulnerability',
  aliases: [],
  upstream: [],
  summary: '',
  published: '',
  modified: '',
  withdrawn: '',
  cvss: [],
  severity: 'unknown',
  cwes: [],
  ecosystem: '',
}
