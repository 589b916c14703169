/**
 * SQL of the severity that the records say which mean this version; `v` is the vulnerability. Also of a match that has just ended.
 */
export function toldSeverity(vulnerability: string, version: string): string {
  return `coalesce((SELECT m.severity FROM match m WHERE m.vulnerability_id = ${vulnerability} AND m.version_id = ${version}
    ORDER BY m.since DESC LIMIT 1), v.severity)`
}
