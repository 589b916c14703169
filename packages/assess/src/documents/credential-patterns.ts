import { crc32 } from 'node:zlib'

/** A credential whose shape leaves no doubt of what it is. */
export interface CredentialPattern {
  readonly name: string
  /** What to look for before the pattern is tried; a plain text. */
  readonly hint: string
  readonly pattern: RegExp
  /** Some carry a checksum: one that is wrong is an example, not a credential. */
  readonly checked?: (token: string) => boolean
}

/** Only shapes that nothing else has; a word like `password=` proves nothing and is not here. */
export const CREDENTIAL_PATTERNS: readonly CredentialPattern[] = [
  { name: 'GitHub token', hint: 'gh', pattern: /\bgh[pousr]_[A-Za-z0-9]{36}\b/, checked: (token) => hasChecksum(token, 4) },
  { name: 'npm token', hint: 'npm_', pattern: /\bnpm_[A-Za-z0-9]{36}\b/, checked: (token) => hasChecksum(token, 4) },
  {
    name: 'private key',
    hint: 'PRIVATE KEY-----',
    pattern: /-----BEGIN (?:RSA |EC |DSA |OPENSSH |ENCRYPTED )?PRIVATE KEY-----(?:\r?\n|\\n)(?:[A-Za-z0-9+/=]{60,80}(?:\r?\n|\\n)){6}/,
  },
  {
    name: 'AWS secret key',
    hint: 'aws_secret_access_key',
    pattern: /\baws_secret_access_key["']?\s{0,5}[:=]\s{0,5}["']?(?!.{0,40}EXAMPLE)[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])/i,
  },
  { name: 'Stripe live key', hint: 'k_live_', pattern: /\b[sr]k_live_[A-Za-z0-9]{24,99}\b/ },
  { name: 'Slack token', hint: 'xox', pattern: /\bxox[bp]-\d{10,13}-\d{10,13}-(?:\d{10,13}-)?[A-Za-z0-9]{24,34}\b/ },
  { name: 'PyPI token', hint: 'pypi-AgE', pattern: /\bpypi-AgE[IN][A-Za-z0-9_-]{70,250}/ },
  { name: 'GitLab token', hint: 'glpat-', pattern: /\bglpat-(?=[\w-]*\d)(?=[\w-]*[A-Z])[A-Za-z0-9_-]{20}\b(?![\w-])/ },
  { name: 'Google service account', hint: '"private_key_id"', pattern: /"private_key_id"\s{0,5}:\s{0,5}"[0-9a-f]{40}"/ },
  { name: 'SendGrid key', hint: 'SG.', pattern: /\bSG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}\b/ },
]

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** The last six characters are the CRC-32 of the rest after the prefix, in base 62. */
function hasChecksum(token: string, prefix: number): boolean {
  const body = token.slice(prefix, -6)
  let value = crc32(body)
  let text = ''
  for (let at = 0; at < 6; at++) {
    text = (DIGITS[value % 62] ?? '') + text
    value = Math.floor(value / 62)
  }
  return text === token.slice(-6)
}
