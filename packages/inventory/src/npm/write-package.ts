import type { EvidenceKind, Hash, Scope } from '@cupel/model'
import type { Collector, FoundPackage, NodeId } from '../extractor.ts'
import type { PackageSource } from './package-source.ts'

export interface NpmPackage {
  /** As npm writes it: `name` or `@scope/name`. */
  readonly name: string
  readonly version: string
  readonly line?: number
  readonly column?: number
  readonly scopes?: readonly Scope[]
  readonly hashes?: readonly Hash[]
  readonly licenses?: readonly string[]
  readonly source?: PackageSource
  readonly evidence?: EvidenceKind
  readonly direct?: boolean
}

type Writable<T> = { -readonly [K in keyof T]: T[K] }

/** A part of a name: old names have capitals and odd signs; no name has a border, white space or a control character. */
// oxlint-disable-next-line no-control-regex -- control characters are what is refused
const NAME = /^[^\u0000-\u0020/@\\\u007f\ufffd]{1,214}$/
// oxlint-disable-next-line no-control-regex -- as above
const VERSION = /^[^\u0000-\u0020\u007f\ufffd]{0,1024}$/

/** Writes one npm package; a name that npm could never have published is reported and gives null. */
export function writePackage(out: Collector, package_: NpmPackage): NodeId | null {
  const { name, version, line } = package_
  const slash = name.charCodeAt(0) === 64 ? name.indexOf('/') : -1
  const bare = slash < 0 ? name : name.slice(slash + 1)
  if (!isName(bare) || (slash >= 0 && !isName(name.slice(1, slash))) || !VERSION.test(version)) {
    out.problem({
      code: 'name-invalid',
      ...(line === undefined ? {} : { line }),
      detail: `"${name}" "${version}" is no npm package name and version`,
    })
    return null
  }
  if (package_.source?.vcsUrl === '' && package_.direct === undefined) {
    const { column, scopes, hashes, licenses, evidence } = package_
    // One literal for what nearly every entry of a lock is: an object that grows key by key is made three times over.
    if (line !== undefined && column !== undefined && scopes && hashes && licenses && evidence) {
      const namespace = slash < 0 ? '' : name.slice(0, slash)
      return out.component({ name: bare, namespace, version, line, column, scopes, hashes, licenses, evidence })
    }
  }
  const found: Writable<FoundPackage> = { name: bare, version }
  if (line !== undefined) found.line = line
  if (slash >= 0) found.namespace = name.slice(0, slash)
  if (package_.column !== undefined) found.column = package_.column
  if (package_.scopes !== undefined) found.scopes = package_.scopes
  if (package_.hashes !== undefined) found.hashes = package_.hashes
  if (package_.licenses !== undefined) found.licenses = package_.licenses
  if (package_.evidence !== undefined) found.evidence = package_.evidence
  if (package_.direct !== undefined) found.direct = package_.direct
  if (package_.source !== undefined && package_.source.vcsUrl !== '') found.qualifiers = { vcs_url: package_.source.vcsUrl }
  return out.component(found)
}

function isName(name: string): boolean {
  return NAME.test(name) && name !== '.' && name !== '..'
}
