import { buildPurl, ecosystemOfPurl, packageNameOf, PurlInvalid } from '@cupel/model'
import type { Component, Evidence } from '@cupel/model'
import type { Extractor, FoundPackage } from './extractor.ts'
import { plainPurl } from './npm/plain-purl.ts'

/** Control characters as a purl encodes them: no package has one, a damaged file does. */
const CONTROL = /%[01][0-9A-F]|%7F/

const NO_QUALIFIERS: Readonly<Record<string, string>> = {}
const NOTHING: readonly never[] = []

/**
 * The component an extractor's entry stands for, without scopes and directness, which the whole file decides. Throws PurlInvalid.
 * Its keys are in the order of reports. Written without spreads: it runs once for every package of every file.
 */
export function componentOf(extractor: Extractor, path: string, found: FoundPackage): Component {
  const version = found.version ?? ''
  const named = plainNpm(extractor, found, version) ?? generalName(extractor, found, version)
  const component = {
    purl: named.purl,
    name: named.name,
    version,
    ecosystem: found.ecosystem ?? named.ecosystem,
    scopes: NOTHING,
    direct: null,
    evidence: [evidenceOf(extractor, path, found)],
    licenses: found.licenses ?? NOTHING,
    hashes: found.hashes ?? NOTHING,
  }
  return found.subject === undefined ? component : { ...component, subject: found.subject }
}

interface Named {
  readonly purl: string
  readonly name: string
  readonly ecosystem: string
}

function generalName(extractor: Extractor, found: FoundPackage, version: string): Named {
  const parts = {
    type: found.type ?? extractor.type,
    namespace: found.namespace ?? '',
    name: found.name,
    version,
    qualifiers: found.qualifiers ?? NO_QUALIFIERS,
    subpath: found.subpath ?? '',
  }
  const purl = buildPurl(parts)
  if (purl.includes('%') && CONTROL.test(purl)) throw new PurlInvalid('there is a control character in it')
  return { purl, name: packageNameOf(parts), ecosystem: ecosystemOfPurl(parts) }
}

/** What `generalName` gives for nearly all packages of npm. */
function plainNpm(extractor: Extractor, found: FoundPackage, version: string): Named | null {
  const { namespace = '' } = found
  if (extractor.type !== 'npm' || found.type !== undefined || found.qualifiers !== undefined || found.subpath !== undefined) return null
  const name = namespace === '' ? found.name : `${namespace}/${found.name}`
  const purl = plainPurl(name, version)
  return purl === null ? null : { purl, name, ecosystem: 'npm' }
}

/** Keys in the order of reports, which take evidence as it is. */
function evidenceOf(extractor: Extractor, at: string, found: FoundPackage): Evidence {
  const { path = at, line, column, evidence: kind = extractor.kind, layer } = found
  const by = extractor.id
  if (line !== undefined && column !== undefined && layer === undefined) return { path, line, column, by, kind }
  return {
    path,
    ...(line === undefined ? {} : { line }),
    ...(column === undefined ? {} : { column }),
    by,
    kind,
    ...(layer === undefined ? {} : { layer }),
  }
}
