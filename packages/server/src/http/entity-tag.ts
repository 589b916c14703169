import { createHash } from 'node:crypto'

/** Weak validator (RFC 9110 §8.8.1) of an answer's JSON: equal for equal content, whatever the time it is of (`asOf`). */
export function entityTag(text: string): string {
  const content = text.replace(/"asOf":"[^"]{0,40}"/, '')
  return `W/"${createHash('sha256').update(content).digest('base64url').slice(0, 22)}"`
}

/** Whether `If-None-Match` names the present answer, compared weakly (§13.1.2). */
export function notModified(header: string | undefined, tag: string): boolean {
  if (header === undefined) return false
  if (header.trim() === '*') return true
  return header.split(',').some((one) => one.trim().replace(/^W\//, '') === tag.replace(/^W\//, ''))
}
