import { asArray, asObject, asString } from '../text/json-value.ts'

/** What a version catalog says of a version: the exact version, or why there is none. */
export interface CatalogVersion {
  /** `` when only a range, or nothing, is stated. */
  readonly version: string
  /** Name of a `[versions]` entry that does not exist. */
  readonly missing?: string
}

/**
 * A version of a catalog: `"1.2"`, `"[1,2[!!1.5"`, `{ ref }`, `{ strictly, require, prefer, reject }` (Gradle user manual,
 * "Rich versions"). Of a rich version the strongest exact statement counts; rejections pin nothing.
 */
export function catalogVersion(value: unknown, versions: Readonly<Record<string, unknown>>): CatalogVersion {
  if (typeof value === 'string') return { version: exactVersion(value) }
  const rich = asObject(value)
  if (rich === null) return { version: '' }
  const ref = asString(rich['ref'])
  if (ref !== '') {
    const target = Object.hasOwn(versions, ref) ? versions[ref] : undefined
    if (target === undefined) return { version: '', missing: ref }
    return asObject(target)?.['ref'] === undefined ? catalogVersion(target, versions) : { version: '' }
  }
  for (const key of ['strictly', 'require', 'prefer']) {
    const version = exactVersion(asString(rich[key]))
    if (version !== '') return { version }
  }
  return { version: '' }
}

/** Whether a rich version rejects everything it does not require: such an entry is never resolved. */
export function rejectsAll(value: unknown): boolean {
  const rich = asObject(value)
  return rich?.['rejectAll'] === true || (asArray(rich?.['reject']) ?? []).includes('+')
}

/** `` for ranges (`[1,2[`), prefixes (`1.+`) and `latest.release`; `range!!preferred` gives the preferred version. */
export function exactVersion(text: string): string {
  const bangs = text.indexOf('!!')
  const strict = bangs < 0 ? text : text.slice(0, bangs)
  if (isExact(strict)) return strict.trim()
  const preferred = bangs < 0 ? '' : text.slice(bangs + 2)
  return isExact(preferred) ? preferred.trim() : ''
}

function isExact(text: string): boolean {
  const version = text.trim()
  return version !== '' && !/[[\](),+\s]/.test(version.replace(/[+][0-9A-Za-z]/, '')) && !version.startsWith('latest.')
}
