import { buildPurl, ecosystemOfPurl, packageNameOf, PurlInvalid } from '@cupel/model'
import type { Component, Evidence } from '@cupel/model'
import type { Extractor, FoundPackage } from './extractor.ts'

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
  const component = {
    purl,
    name: packageNameOf(parts),
    version,
    ecosystem: found.ecosystem ?? ecosystemOfPurl(parts),
    scopes: NOTHING,
    direct: null,
    evidence: [evidenceOf(extractor, path, found)],
    licenses: found.licenses ?? NOTHING,
    hashes: found.hashes ?? NOTHING,
  }
  return found.subject === undefined ? component : { ...component, subject: found.subject }
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
