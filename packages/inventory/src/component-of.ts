import { buildPurl, ecosystemOfPurl, packageNameOf, PurlInvalid } from '@cupel/model'
import type { Component, Evidence } from '@cupel/model'
import type { Extractor, FoundPackage } from './extractor.ts'

/** Control characters as a purl encodes them: no package has one, a damaged file does. */
const CONTROL = /%[01][0-9A-F]|%7F/

const NO_QUALIFIERS: Readonly<Record<string, string>> = {}
const NOTHING: readonly never[] = []

/**
 * The component an extractor's entry stands for, without scopes and directness, which the whole file decides. Throws PurlInvalid.
 * Written without spreads: it runs once for every package of every file.
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

function evidenceOf(extractor: Extractor, path: string, found: FoundPackage): Evidence {
  const evidence: { -readonly [K in keyof Evidence]: Evidence[K] } = {
    path: found.path ?? path,
    by: extractor.id,
    kind: found.evidence ?? extractor.kind,
  }
  if (found.line !== undefined) evidence.line = found.line
  if (found.column !== undefined) evidence.column = found.column
  if (found.layer !== undefined) evidence.layer = found.layer
  return evidence
}
