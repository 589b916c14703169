/** JSON text that a jsonb column takes: PostgreSQL has no room for U+0000 and halves of characters. */
export function jsonText(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'string' ? storedText(inner) : inner))
}

/** Text that a text column takes. */
export function storedText(text: string): string {
  const whole = text.includes('\0') ? text.replaceAll('\0', '') : text
  return whole.replace(/\p{Cs}/gu, '\ufffd')
}

/** A moment out of foreign data; null for what is none. */
export function storedTime(text: string): Date | null {
  const at = text === '' ? Number.NaN : Date.parse(text)
  return Number.isNaN(at) ? null : new Date(at)
}
