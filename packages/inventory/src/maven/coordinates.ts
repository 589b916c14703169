export interface Coordinates {
  readonly group: string
  readonly artifact: string
  /** `` when the text names none. */
  readonly version: string
}

/** Reads `group:artifact[:version]`, as Gradle writes it; null for anything else. Further parts (classifier) are left out. */
export function parseCoordinates(text: string): Coordinates | null {
  const parts = text.trim().split(':')
  const [group = '', artifact = '', version = ''] = parts
  if (parts.length < 2 || parts.length > 4 || group === '' || artifact === '') return null
  return /[\s"'=]/.test(group + artifact + version) ? null : { group, artifact, version }
}
