import { HttpProblem } from '../api/problem-details.ts'
import { sameSecret } from './secret.ts'

export interface ChangeRequest {
  readonly origin: string | undefined
  /** `Sec-Fetch-Site`. */
  readonly site: string | undefined
  readonly csrf: string | undefined
}

/**
 * Lets a change pass that a browser sent on somebody's behalf only when a page of ours sent it: by its Origin, and, where the browser
 * logged in by cookie, by the token that only our pages can read (`expected`).
 */
export function guardChange(request: ChangeRequest, isOwn: (origin: string) => boolean, expected: string | null): void {
  if (request.origin !== undefined && !isOwn(request.origin)) throw foreign()
  if (request.origin === undefined && request.site !== undefined && request.site !== 'same-origin' && request.site !== 'none')
    throw foreign()
  if (expected === null) return
  if (request.csrf === undefined || !sameSecret(request.csrf, expected))
    throw new HttpProblem(403, 'csrf', 'the header x-csrf-token is missing or not that of this session')
}

function foreign(): HttpProblem {
  return new HttpProblem(403, 'foreign-origin', 'the request was sent by a page of another address')
}
