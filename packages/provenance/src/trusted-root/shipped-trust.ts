import { asObject, asString } from '../encoding/json-value.ts'
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
  return {
    root: parseTrustedRoot(asString(data['trustedRoot'], what)),
    signingConfig: parseSigningConfig(asString(data['signingConfig'], what)),
    tufRoot: Buffer.from(asString(data['tufRoot'], what)),
    registryKeys: readNpmKeys(Buffer.from(asString(data['registryKeys'], what))),
    asOf,
    warning: ageWarning(asOf, now),
  }
}

/** What to tell the user about a trust root of that date; undefined when it is recent enough. */
export function ageWarning(asOf: Date, now: Date): string | undefined {
  const days = Math.floor((now.getTime() - asOf.getTime()) / DAY_MS)
  const date = asOf.toISOString().slice(0, 10)
  if (days < -1) return `the trust root is of ${date}, which the clock says is yet to come`
  if (days <= WARN_AFTER_DAYS) return undefined
  return `the trust root is ${days} days old (${date}): keys may have been added or withdrawn since; update it`
}
