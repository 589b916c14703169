/** The parts of the OSV schema 1.7 that cupel evaluates (https://ossf.github.io/osv-schema/). */
export interface OsvEvent {
  readonly introduced?: string
  readonly fixed?: string
  readonly last_affected?: string
  readonly limit?: string
}

export interface OsvRange {
  readonly type: 'SEMVER' | 'ECOSYSTEM' | 'GIT' | string
  readonly events: readonly OsvEvent[]
  readonly database_specific?: unknown
}

export interface OsvSeverity {
  readonly type: string
  readonly score: string
}

export interface OsvAffected {
  readonly package?: { readonly ecosystem: string; readonly name: string; readonly purl?: string }
  readonly severity?: readonly OsvSeverity[]
  readonly ranges?: readonly OsvRange[]
  readonly versions?: readonly string[]
  readonly ecosystem_specific?: unknown
  readonly database_specific?: unknown
}

export interface OsvRecord {
  readonly schema_version?: string
  readonly id: string
  readonly modified: string
  readonly published?: string
  readonly withdrawn?: string
  readonly aliases?: readonly string[]
  readonly related?: readonly string[]
  readonly upstream?: readonly string[]
  readonly summary?: string
  readonly details?: string
  readonly severity?: readonly OsvSeverity[]
  readonly affected?: readonly OsvAffected[]
  readonly references?: readonly { readonly type: string; readonly url: string }[]
  readonly database_specific?: Readonly<Record<string, unknown>>
}
