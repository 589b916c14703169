import type { Evidence } from '@cupel/model'

/** A path as a relative URI (RFC 3986): each segment percent-encoded, also a colon, which would look like a scheme. */
export function relativeUri(path: string): string {
  return path
    .replace(/\p{Cs}/gu, '\ufffd')
    .split('/')
    .map(encodeURIComponent)
    .join('/')
}

/** SARIF location (§3.28) of a place in the target. A place without line has no region: the whole file. */
export function sarifLocation({ path, line, column }: Pick<Evidence, 'path' | 'line' | 'column'>): { readonly physicalLocation: unknown } {
  return {
    physicalLocation: {
      artifactLocation: { uri: relativeUri(path), uriBaseId: '%SRCROOT%' },
      ...(line !== undefined && { region: { startLine: line, ...(column !== undefined && { startColumn: column }) } }),
    },
  }
}
