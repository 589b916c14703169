/** One forward step of the schema. Never changed once released: a later step mends it. */
export interface Migration {
  /** 1, 2, 3 … without gaps. */
  readonly version: number
  readonly name: string
  /** PostgreSQL 15 without extensions; several statements, run in one transaction. */
  readonly sql: string
}

export function defineMigration(migration: Migration): Migration {
  return migration
}
