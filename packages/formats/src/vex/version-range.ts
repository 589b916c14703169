import {
  loadVersionSchemeById,
  parsePurl,
  PurlInvalid,
  readVers,
  versContains,
  versFromNative,
  versionSchemeId,
  VersInvalid,
} from '@cupel/model'
import type { VersionScheme, VersRange } from '@cupel/model'

/** A set of versions as a VEX document writes it. */
export interface VexRange {
  /** `vers:npm/>=1.0|<2.0`, or the constraints alone as CSAF's "vls", or as the package manager writes them. */
  readonly text: string
  /** purl type that says how versions are ordered when the text does not; empty when nothing does. */
  readonly type: string
  /** How to tell; absent until loaded, and for good where the text cannot be evaluated. Such a range holds nothing. */
  readonly evaluable?: EvaluableRange
}

export interface EvaluableRange {
  /** One of them is enough. */
  readonly anyOf: readonly VersRange[]
  readonly scheme: VersionScheme
}

/** Whether the version is in the range; null when that cannot be told: the range or the version is none of a known order. */
export function rangeHolds({ evaluable }: VexRange, version: string): boolean | null {
  if (evaluable === undefined || version === '') return null
  const { anyOf, scheme } = evaluable
  if (anyOf.some(isAll)) return true
  if (scheme.id !== 'plain' && !scheme.valid(version)) return null
  return anyOf.some((one) => versContains(one, scheme, version))
}

/**
 * Reads the text of a range and loads its order. A text says why it cannot be evaluated: no known order, no constraints, a
 * version that is none of the order's. Where the order is only assigned ("generic"), equality is all that can be told.
 */
export async function evaluableRange({ text, type }: VexRange): Promise<EvaluableRange | string> {
  const vers = /^vers:([a-z][a-z0-9.-]*)\//.exec(text)
  const named = vers?.[1] ?? type
  if (vers !== null && named === 'all' && text === 'vers:all/*') return { anyOf: [ALL], scheme: await loadVersionSchemeById('plain') }
  if (named === '') return 'it does not say how its versions are ordered'
  const scheme = await loadVersionSchemeById(versionSchemeId(named))
  try {
    const anyOf = vers === null ? constraintsOf(text, named, scheme) : [readVers(text)]
    const fault = faultOf(anyOf, scheme)
    return fault === '' ? { anyOf, scheme } : fault
  } catch (error) {
    if (error instanceof VersInvalid) return error.message
    throw error
  }
}

/** Type of the first purl, for a range that has none of its own. */
export function purlType(purls: readonly string[]): string {
  for (const purl of purls) {
    try {
      return parsePurl(purl).type
    } catch (error) {
      if (!(error instanceof PurlInvalid)) throw error
    }
  }
  return ''
}

/** Whether the purl is one and names no version. */
export function isWithoutVersion(purl: string): boolean {
  try {
    return parsePurl(purl).version === ''
  } catch (error) {
    if (error instanceof PurlInvalid) return false
    throw error
  }
}

const ALL: VersRange = { type: 'all', constraints: [{ comparator: '*', version: '' }] }

function isAll({ constraints }: VersRange): boolean {
  return constraints.some(({ comparator }) => comparator === '*')
}

/** First the vers-like constraints of CSAF 2.0 §3.1.2.3.2 (`>=2.2.0|!=2.2.1|<2.3.0`), then what package managers write. */
function constraintsOf(text: string, type: string, scheme: VersionScheme): readonly VersRange[] {
  if (!text.includes('||') && !/[,\s[(^~]/.test(text)) return [readVers(`vers:${type}/${text}`)]
  const anyOf = text.split('||').map((part) => versFromNative(type, part, scheme))
  for (const { constraints } of anyOf) {
    // "1.0 1.1" may be a list or a mistake; "prior 1.1" is prose.
    if (constraints.length > 1 && constraints.some(({ comparator }) => comparator === '=') && !/^\s*[[(]/.test(text))
      throw new VersInvalid('its parts do not say how they belong together')
  }
  return anyOf
}

function faultOf(anyOf: readonly VersRange[], scheme: VersionScheme): string {
  for (const { constraints } of anyOf) {
    for (const { comparator, version } of constraints) {
      if (comparator === '*') continue
      if (scheme.id === 'plain' && comparator !== '=') return 'the order of its versions is not known'
      if (scheme.id !== 'plain' && !scheme.valid(version)) return `${JSON.stringify(version)} is no version of its order`
    }
  }
  return ''
}
