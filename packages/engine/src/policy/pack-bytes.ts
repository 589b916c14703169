/** Text of a pack's bytes, a byte order mark included; null when they are not UTF-8: other bytes would have the digest of the same text. */
export function packTextOf(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return null
  }
}
