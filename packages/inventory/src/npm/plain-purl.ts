const PLAIN = /^(?:@[a-z0-9][a-z0-9._-]*\/)?[a-z0-9][a-z0-9._-]*@[A-Za-z0-9._-]+$/
/** No part of a name is longer than npm's 214. */
const LONGEST = 214

/**
 * The purl of an npm package (purl-spec, type `npm`) whose name and version are as nearly all are: valid, and nothing in them that the
 * rules of purls change or encode. null for all others.
 */
export function plainPurl(name: string, version: string): string | null {
  const pinned = `${name}@${version}`
  if (pinned.length > LONGEST || !PLAIN.test(pinned)) return null
  return name.charCodeAt(0) === 64 ? `pkg:npm/%40${pinned.slice(1)}` : `pkg:npm/${pinned}`
}
