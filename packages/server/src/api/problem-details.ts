/**
 * An answer that is not success, as RFC 9457 problem details. `type` is a stable word below `urn:cupel:problem:`; `detail` is for
 * people and never tells whether something the viewer may not see exists.
 */
export class HttpProblem extends Error {
  readonly status: number
  readonly type: string
  readonly fields: Readonly<Record<string, unknown>>

  constructor(status: number, type: string, detail: string, fields: Readonly<Record<string, unknown>> = {}) {
    super(detail)
    this.status = status
    this.type = type
    this.fields = fields
  }
}

/** Also for what exists but is not the viewer's to see. */
export function notFound(what: string): HttpProblem {
  return new HttpProblem(404, 'not-found', `${what} was not found`)
}

/** What was asked for, or null where it does not exist for the viewer. That the store did not answer is not that there is nothing. */
export function orNull<T>(asked: Promise<T>): Promise<T | null> {
  return asked.catch((error: unknown) => {
    if (error instanceof HttpProblem && error.status === 404) return null
    throw error
  })
}

export function forbidden(permission: string): HttpProblem {
  return new HttpProblem(403, 'forbidden', `this needs the permission ${permission} here`, { permission })
}

export function invalid(detail: string, fields: Readonly<Record<string, unknown>> = {}): HttpProblem {
  return new HttpProblem(400, 'invalid', detail, fields)
}

/** `If-Match` named another version than the present one. */
export function changedSince(version: number): HttpProblem {
  return new HttpProblem(412, 'changed', 'somebody changed this since it was read; read it again', { version })
}
