/** Attributes of a manifest; names in lower case. */
export type Manifest = ReadonlyMap<string, string>

const MAX_BYTES = 4 * 1024 * 1024

/**
 * Attributes of META-INF/MANIFEST.MF (JAR File Specification, "Manifest"): those of the main section, and after them those of
 * the first named section for names the main one has not. A line that starts with a space continues the one before.
 */
export function parseManifest(bytes: Uint8Array): Manifest {
  const text = new TextDecoder().decode(bytes.subarray(0, MAX_BYTES))
  const attributes = new Map<string, string>()
  let name = ''
  let sections = 0
  let blank = true
  for (const line of text.split(/\r\n|\n|\r/)) {
    if (line === '') {
      blank = true
      continue
    }
    if (line.startsWith(' ')) {
      if (name !== '') attributes.set(name, (attributes.get(name) ?? '') + line.slice(1))
      continue
    }
    if (blank && ++sections > 2) break
    blank = false
    const colon = line.indexOf(':')
    const key = line.slice(0, colon).trim().toLowerCase()
    name = colon < 1 || attributes.has(key) ? '' : key
    if (name !== '') attributes.set(name, line.slice(colon + 1).trim())
  }
  return attributes
}
