import { asObject, asString, valueAt } from '../encoding/json-value.ts'
import { parseStrictJson } from '../encoding/strict-json.ts'
import type { NpmKey } from '../npm/keys.ts'
import { readNpmKeys } from '../npm/keys.ts'
import { Refused } from '../verdict/refused.ts'
import type { SigningConfig } from './signing-config.ts'
import { parseSigningConfig } from './signing-config.ts'
import type { TrustedRoot } from './trusted-root.ts'
import { parseTrustedRoot } from './trusted-root.ts'

/** The trust of the public Sigstore instance as it was when this program was made. */
export interface ShippedTrust {
  readonly root: TrustedRoot
  readonly signingConfig: SigningConfig
  /** The TUF root to update from. */
  readonly tufRoot: Buffer
  /** Keys of the public npm registry, as the same TUF repository distributes them. */
  readonly registryKeys: readonly NpmKey[]
  readonly asOf: Date
  /** Until when its keepers stand by the TUF root that came with it. */
  readonly expires: Date
  /** Set when the data is so old that keys may have been added or withdrawn since. */
  readonly warning: string | undefined
}

const DAY_MS = 24 * 60 * 60 * 1000
/** The public instance signs its root anew about every half year. */
const WARN_AFTER_DAYS = 180

/** Reads `data/sigstore-trust.json`, and says how old it is at `now`. */
export function readShippedTrust(bytes: Uint8Array, now: Date): ShippedTrust {
  const what = 'the shipped trust root'
  const data = asObject(parseStrictJson(bytes, what), what)
  const asOf = new Date(asString(data['asOf'], `the date of ${what}`))
  if (Number.isNaN(asOf.getTime())) throw new Refused('malformed', `the date of ${what} is not a time`)
  const tufRoot = Buffer.from(asString(data['tufRoot'], what))
  const expires = rootExpiry(tufRoot)
  return {
    root: parseTrustedRoot(asString(data['trustedRoot'], what)),
    signingConfig: parseSigningConfig(asString(data['signingConfig'], what)),
    tufRoot,
    registryKeys: readNpmKeys(Buffer.from(asString(data['registryKeys'], what))),
    asOf,
    expires,
    warning: ageWarning(asOf, now, expires),
  }
}

/** The `expires` of TUF root metadata (TUF specification 1.0 §4.3), which nothing is verified by here. */
export function rootExpiry(tufRoot: Uint8Array): Date {
  const what = 'the TUF root'
  const expires = new Date(asString(valueAt(parseStrictJson(tufRoot, what), 'signed', 'expires'), `the expiry of ${what}`))
  if (Number.isNaN(expires.getTime())) throw new Refused('malformed', `the expiry of ${what} is not a time`)
  return expires
}

/** Whole days since the date of a trust root; negative when the clock says that it is yet to come. */
export function rootAgeDays(asOf: Date, now: Date): number {
  return Math.floor((now.getTime() - asOf.getTime()) / DAY_MS)
}

/**
 * What to tell the user about a trust root of that date; undefined when it is recent enough. An expiry that has passed is no refusal: it
 * ends what an update may take for the newest, while each authority in the root has a validity of its own.
 */
export function ageWarning(asOf: Date, now: Date, expires?: Date): string | undefined {
  const days = rootAgeDays(asOf, now)
  const date = asOf.toISOString().slice(0, 10)
  if (days < -1) return `the trust root is of ${date}, which the clock says is yet to come`
  if (days <= WARN_AFTER_DAYS) {
    if (expires === undefined || now <= expires) return undefined
    return `the trust root is ${days} days old (${date}), and its keepers stood by it until ${expires.toISOString().slice(0, 10)} only: keys may have been added or withdrawn since; update it`
  }
  return `the trust root is ${days} days old (${date}): keys may have been added or withdrawn since; update it`
}
