/** What the form asks for; everything is text. */
export interface PrivateFields {
  readonly id: string
  readonly summary: string
  readonly details: string
  readonly ecosystem: string
  readonly name: string
  /** First affected version; empty: from the first one on. */
  readonly introduced: string
  /** First version that is mended; empty: none yet. */
  readonly fixed: string
  /** A word; empty: not judged yet. */
  readonly severity: string
  readonly state: string
}

/** The fields as a record of the OSV schema (1.7, §affected, §severity), the language of the API. */
export function privateRecord(fields: PrivateFields, now: Date): Readonly<Record<string, unknown>> {
  const text = (name: keyof PrivateFields): string => fields[name].trim()
  const modified = now.toISOString()
  const events = [
    { introduced: text('introduced') === '' ? '0' : text('introduced') },
    ...(text('fixed') === '' ? [] : [{ fixed: text('fixed') }]),
  ]
  return {
    schema_version: '1.7.0',
    id: text('id'),
    modified,
    published: modified,
    ...(fields.state === 'withdrawn' ? { withdrawn: modified } : {}),
    summary: text('summary'),
    ...(text('details') === '' ? {} : { details: text('details') }),
    ...(text('severity') === '' ? {} : { database_specific: { severity: text('severity').toUpperCase() } }),
    affected: [{ package: { ecosystem: text('ecosystem'), name: text('name') }, ranges: [{ type: 'ECOSYSTEM', events }] }],
  }
}
