/**
 * Takes secrets out of a text that will be shown: user information in URLs, values of authorisation headers, of query
 * parameters and settings named like a secret, and tokens of well-known shape.
 */
export function redact(text: string): string {
  return text
    .replace(/([a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/@?#'"]{1,512}@/gi, '$1***@')
    .replace(/\b(authorization["']?\s{0,4}[:=]\s{0,4}["']?(?:(?:basic|bearer|token|digest)\s{1,4})?)[^\s"',;]{1,4096}/gi, '$1***')
    .replace(/\b(bearer\s{1,4})[\w.~+/=-]{8,4096}/gi, '$1***')
    .replace(
      /((?:_auth(?:token)?|api[_-]?key|access[_-]?token|auth[_-]?token|client[_-]?secret|password|passwd|secret|token)["']?\s{0,4}[=:]\s{0,4}["']?)[^\s"'&,;]{1,4096}/gi,
      '$1***',
    )
    .replace(
      /\b(?:gh[pousr]_[A-Za-z0-9]{16,255}|github_pat_\w{20,255}|glpat-[\w-]{16,255}|npm_[A-Za-z0-9]{20,255}|pypi-[\w-]{20,512}|xox[abprs]-[\w-]{10,255}|AKIA[A-Z0-9]{16})\b/g,
      '***',
    )
}
