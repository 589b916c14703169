/**
 * The version a Maven requirement pins: a plain version (Maven's "soft requirement" resolves to it), or `[1.2]`. Ranges,
 * LATEST, RELEASE and texts with unresolved properties give ``.
 */
export function exactMavenVersion(requirement: string): string {
  const text = requirement.trim()
  const bracket = /^\[\s*([^,[\]()\s]+)\s*(?:,\s*([^,[\]()\s]+)\s*)?\]$/.exec(text)
  if (bracket !== null) return bracket[2] === undefined || bracket[2] === bracket[1] ? (bracket[1] as string) : ''
  return text === 'LATEST' || text === 'RELEASE' || /[[\](),\s]|\$\{/.test(text) ? '' : text
}
