import type { VexHash } from './statement.ts'

/** A digest with the algorithm's name in one spelling: `SHA-256`, `sha256` and `sha-256` are all `sha256`. null: not hexadecimal. */
export function vexHash(algorithm: string, value: string): VexHash | null {
  const name = algorithm
    .toLowerCase()
    .replace(/^sha-(?=\d)/, 'sha')
    .replace(/^md-5$/, 'md5')
  return name !== '' && /^[0-9a-f]{8,256}$/i.test(value) ? { algorithm: name, value: value.toLowerCase() } : null
}
