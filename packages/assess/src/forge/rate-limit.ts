import type { ForgeResponse } from './forge-transport.ts'

/**
 * How long a forge wants to be left alone, in ms; null when this response is no refusal for its rate. GitHub: primary limit by
 * `x-ratelimit-remaining: 0` and `x-ratelimit-reset`, secondary by `retry-after` or its message (REST docs, "Rate limits");
 * GitLab and Gitea: status 429 with `retry-after` or `ratelimit-reset`.
 */
export function rateLimitPauseMs({ status, headers, body }: ForgeResponse, now: Date): number | null {
  const secondary = status === 403 && /secondary rate limit|abuse detection/i.test(body.slice(0, 2000))
  const primary = (status === 403 || status === 429) && headers['x-ratelimit-remaining'] === '0'
  if (status !== 429 && !secondary && !primary)
    return status === 403 && headers['retry-after'] !== undefined ? retryAfterMs(headers['retry-after'], now) : null
  const after = headers['retry-after']
  if (after !== undefined) return retryAfterMs(after, now)
  const reset = primary ? headers['x-ratelimit-reset'] : headers['ratelimit-reset']
  if (reset !== undefined && /^\d{1,12}$/.test(reset)) return Math.max(0, Number(reset) * 1000 - now.getTime())
  return 60_000
}

/** Seconds or an HTTP date (RFC 9110 §10.2.3). */
function retryAfterMs(text: string, now: Date): number {
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000
  const moment = Date.parse(text)
  return Number.isNaN(moment) ? 60_000 : Math.max(0, moment - now.getTime())
}
