/** Place inside a value while it is checked: a chain from the innermost key to the root. */
export interface Trail {
  readonly parent: Trail | null
  readonly key: string | number
}

export interface Fault {
  /** JSON Pointer (RFC 6901). */
  readonly path: string
  readonly message: string
  readonly rule: string
}

/** Collects what is wrong with a value; at most `limit` faults are kept, the rest only counted. */
export class FaultList {
  readonly faults: Fault[] = []
  readonly limit: number
  total = 0

  constructor(limit: number) {
    this.limit = limit
  }

  add(trail: Trail | null, rule: string, message: string): void {
    if (++this.total <= this.limit) this.faults.push({ path: pointer(trail), message, rule })
  }
}

function pointer(trail: Trail | null): string {
  const keys: string[] = []
  for (let at = trail; at; at = at.parent) keys.push(String(at.key).replaceAll('~', '~0').replaceAll('/', '~1'))
  return keys.length === 0 ? '' : `/${keys.reverse().join('/')}`
}
