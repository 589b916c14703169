/**
 * A value as Python's `json.dumps(value, sort_keys=True)` writes it; null for what reads differently there: numbers (1.0 is not 1 in
 * Python), dates, and what is nested deeper than any manifest.
 */
export function pythonJson(value: unknown, { pair = ': ', item = ', ' } = {}, depth = 0): string | null {
  if (depth > 50) return null
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'string') return pythonString(value)
  const inner = (one: unknown): string | null => pythonJson(one, { pair, item }, depth + 1)
  if (Array.isArray(value)) {
    const items = value.map(inner)
    return items.includes(null) ? null : `[${items.join(item)}]`
  }
  if (typeof value !== 'object' || ![Object.prototype, null].includes(Object.getPrototypeOf(value))) return null
  const pairs = Object.entries(value)
    .toSorted(([a], [b]) => codePointOrder(a, b))
    .map(([key, one]) => [pythonString(key), inner(one)] as const)
  return pairs.some(([, one]) => one === null) ? null : `{${pairs.map(([key, one]) => `${key}${pair}${one}`).join(item)}}`
}

function pythonString(text: string): string {
  return JSON.stringify(text).replace(/[\u007f-\uffff]/g, (unit) =>
    unit === '\u007f' ? unit : `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

function codePointOrder(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}
