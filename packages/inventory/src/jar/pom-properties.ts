import type { Coordinates } from '../maven/coordinates.ts'

const MAX_BYTES = 1024 * 1024

/** Coordinates in META-INF/maven/<group>/<artifact>/pom.properties (Maven Archiver); null when one of the three is missing or no name. */
export function parsePomProperties(bytes: Uint8Array): Coordinates | null {
  const values = new Map<string, string>()
  for (const line of new TextDecoder().decode(bytes.subarray(0, MAX_BYTES)).split(/\r\n|\n|\r/)) {
    const match = /^[ \t]*(groupId|artifactId|version)[ \t]*[=:][ \t]*(\S[^\n]*)$/.exec(line)
    if (match !== null) values.set(match[1] as string, (match[2] as string).trim())
  }
  const [group, artifact, version] = ['groupId', 'artifactId', 'version'].map((key) => values.get(key) ?? '')
  if (!group || !artifact || !version) return null
  return /[\s${}]/.test(group + artifact + version) ? null : { group, artifact, version }
}
