import type { ProtoMessage } from '../encoding/proto-json.ts'
import { Refused } from '../verdict/refused.ts'

/** When a key or authority may be relied on: both ends belong to it (sigstore_common.proto, TimeRange). */
export interface Validity {
  readonly start: Date
  /** Undefined: until further notice. */
  readonly end: Date | undefined
}

/** Refuses a range without start: it would make a key valid before it existed. */
export function readValidity(parent: ProtoMessage): Validity {
  const range = parent.requiredMessage('validFor', ['start', 'end'])
  const start = range.time('start')
  if (start === undefined) {
    throw new Refused('trust-missing', `${range.what}.start is missing: it is not known from when on this may be trusted`, {
      remedy: 'get the trust root again from its source',
    })
  }
  const end = range.time('end')
  if (end !== undefined && end < start) throw new Refused('malformed', `${range.what} ends before it starts`)
  return { start, end }
}

export function isWithin(validity: Validity, time: Date): boolean {
  const at = time.getTime()
  return at >= validity.start.getTime() && (validity.end === undefined || at <= validity.end.getTime())
}

/** The range in words, for reports. */
export function describeValidity({ start, end }: Validity): string {
  return end === undefined ? `from ${start.toISOString()} on` : `${start.toISOString()} to ${end.toISOString()}`
}
