/** The name of a `Person: …`, `Organization: …` or `Tool: …` line (SPDX 2.3 §6.8, §7.5), without its e-mail address. */
export function agentName(value: string): string {
  const name = value.replace(/^(?:Person|Organization|Tool):\s*/, '')
  const address = name.lastIndexOf('(')
  return (address > 0 && name.endsWith(')') ? name.slice(0, address) : name).trim()
}

/** The e-mail address or URL in the brackets of such a line; empty when there is none. */
export function agentContact(value: string): string {
  const inside = /\(([^()\s]+)\)$/.exec(value.trim())?.[1] ?? ''
  return inside.includes('@') || inside.includes('://') ? inside : ''
}

/** Text of a field where `NOASSERTION` and `NONE` stand for nothing known. */
export function stated(value: unknown): string {
  return typeof value === 'string' && value !== 'NOASSERTION' && value !== 'NONE' ? value : ''
}

/** A tool's name and version, which SPDX 2 joins by the last hyphen (`Tool: LicenseFind-1.0`). */
export function toolOf(text: string): { name: string; version: string } {
  const match = /^(.+)-([vV]?[0-9][^-]*(?:-[^-]*)?)$/.exec(text)
  return match ? { name: match[1] ?? '', version: match[2] ?? '' } : { name: text, version: '' }
}

const PREFIX = 'cupel:property '

/** Comment of an annotation that carries a property SPDX has no field for. */
export function propertyComment(name: string, value: string): string {
  return `${PREFIX}${JSON.stringify([name, value])}`
}

/** The property of such a comment; null for every other comment. */
export function propertyOfComment(comment: string): [string, string] | null {
  if (!comment.startsWith(PREFIX)) return null
  try {
    const pair: unknown = JSON.parse(comment.slice(PREFIX.length))
    return Array.isArray(pair) && typeof pair[0] === 'string' && typeof pair[1] === 'string' ? [pair[0], pair[1]] : null
  } catch {
    return null
  }
}
