import { createHash } from 'node:crypto'
import { backupDamaged, backupNewer } from '@cupel/model'
import { assertOurSteps, NEWEST_SCHEMA } from '../migrate.ts'
import { BACKUP_VERSION } from './backup-head.ts'
import type { BackupHead } from './backup-head.ts'
import type { CopyItem } from './copy-item.ts'
import { RowDigest } from './row-digest.ts'
import type { TextRow } from './row-digest.ts'

type ParsedLine = Exclude<CopyItem, { kind: 'rows' }> | { readonly kind: 'row'; readonly row: TextRow } | { readonly kind: 'whole' }

/** Understands a backup line by line and checks its digests. Throws CupelError at the first line that is not as it was written. */
export class BackupParser {
  readonly #path: string
  readonly #whole = createHash('sha256')
  #head: BackupHead | null = null
  #digest = new RowDigest()
  #ended = false

  constructor(path: string) {
    this.#path = path
  }

  parse(line: string): ParsedLine {
    if (this.#ended) throw backupDamaged(this.#path, 'something follows its end')
    const value = this.#json(line)
    if (this.#head === null) {
      this.#head = this.#headOf(value)
      this.#whole.update(`${line}\n`)
      return { kind: 'start', steps: this.#head.steps }
    }
    const { kind, sha256 } = value as { kind?: unknown; sha256?: unknown }
    if (kind === 'whole') {
      if (sha256 !== this.#whole.digest('hex')) throw backupDamaged(this.#path, 'its digest is not that of its content')
      this.#ended = true
      return { kind: 'whole' }
    }
    this.#whole.update(`${line}\n`)
    if (Array.isArray(value)) {
      this.#digest.add(value as TextRow)
      return { kind: 'row', row: value as TextRow }
    }
    const item = value as Exclude<CopyItem, { kind: 'rows' }>
    if (item.kind === 'table') this.#digest = new RowDigest()
    if (item.kind === 'end' && (this.#digest.rows !== item.rows || this.#digest.hex() !== item.digest)) {
      throw backupDamaged(this.#path, `the rows of table ${item.table} are not those that were written`)
    }
    return item
  }

  /** Throws unless all of it was read. */
  end(): BackupHead {
    if (!this.#ended || this.#head === null) throw backupDamaged(this.#path, 'it ends too early')
    return this.#head
  }

  #json(line: string): unknown {
    try {
      return JSON.parse(line)
    } catch (error) {
      throw backupDamaged(this.#path, this.#head === null ? 'it is no backup' : 'a line of it cannot be read', error)
    }
  }

  #headOf(value: unknown): BackupHead {
    const { format, version, schema, steps, made } = (value ?? {}) as Partial<BackupHead>
    if (format !== 'cupel-backup' || typeof version !== 'number' || typeof schema !== 'number') {
      throw backupDamaged(this.#path, 'it is no backup')
    }
    if (version > BACKUP_VERSION) throw backupNewer(this.#path, `form ${version}, and this cupel reads up to ${BACKUP_VERSION}`)
    if (schema > NEWEST_SCHEMA) throw backupNewer(this.#path, `schema ${schema}, and this cupel knows up to ${NEWEST_SCHEMA}`)
    if (!Array.isArray(steps) || steps.length !== schema) throw backupDamaged(this.#path, 'its first line does not say what it is of')
    assertOurSteps(steps)
    return { format, version, schema, steps, made: String(made) }
  }
}
