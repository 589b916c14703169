import { readBom } from '@cupel/formats'
import { parsePurl, PurlInvalid } from '@cupel/model'
import type { Bom, BomComponent, Scope } from '@cupel/model'
import { defineExtractor } from '../extractor.ts'
import type { Collector, NodeId } from '../extractor.ts'

/** Kinds of elements that are no packages: they are counted as skipped. */
const NO_PACKAGE: ReadonlySet<BomComponent['type']> = new Set(['file', 'operating-system', 'device', 'data', 'cryptographic-asset'])

/**
 * Bills of materials, CycloneDX and SPDX in every encoding the formats room reads. A document that breaks its own rules is read
 * as far as it can be and reported. An element without a package URL stays in the list, unmatched.
 */
export default defineExtractor({
  id: 'sbom',
  title: 'CycloneDX 1.0–1.7 (JSON, XML) and SPDX 2.x, 3.0 documents',
  type: 'generic',
  kind: 'sbom',
  files: ['bom.json', 'bom.xml', 'sbom.json', 'sbom.xml', 'sbom.spdx', 'cyclonedx.json', 'cyclonedx.xml'],
  suffixes: [
    '.cdx.json',
    '.cdx.xml',
    '.bom.json',
    '.bom.xml',
    '.sbom.json',
    '.spdx',
    '.spdx.json',
    '.spdx.yaml',
    '.spdx.yml',
    '.spdx3.json',
  ],
  extract(input, out) {
    const { bom, format, problems } = readBom(input.text(), { invalid: 'report' })
    out.format(format.version, `${format.name} ${format.encoding}`)
    for (const problem of problems) out.problem({ ...problem, path: input.path })
    out.entries(bom.components.length)
    const nodes = new Map<string, NodeId>()
    for (const component of bom.components) {
      const node = addComponent(component, bom, out)
      if (node !== null) nodes.set(component.ref, node)
    }
    for (const [from, to] of bom.edges) {
      const source = nodes.get(from)
      const target = nodes.get(to)
      if (source !== undefined && target !== undefined) out.edge(source, target)
    }
  },
})

function addComponent(component: BomComponent, bom: Bom, out: Collector): NodeId | null {
  const { name, version, licenses, hashes } = component
  if (component.ref === bom.subject) {
    out.skip('subject of the document')
    return out.project({ name, version, licenses })
  }
  if (component.purl === '') {
    if (NO_PACKAGE.has(component.type)) {
      out.skip(component.type)
      return null
    }
    return out.component({ namespace: component.group, name, version, scopes: scopesOf(component), licenses, hashes })
  }
  try {
    const parts = parsePurl(component.purl)
    const upstream = parts.qualifiers['upstream']
    return out.component({
      ...parts,
      version: parts.version || version,
      scopes: scopesOf(component),
      licenses,
      hashes,
      ...(upstream === undefined ? {} : { subject: subjectOf(upstream, parts.version || version) }),
    })
  } catch (error) {
    if (!(error instanceof PurlInvalid)) throw error
    out.problem({ code: 'name-invalid', detail: `${component.purl} is no package URL: ${error.message}` })
    return out.component({ namespace: component.group, name, version, scopes: scopesOf(component), licenses, hashes })
  }
}

/** Our own documents state scopes as properties; CycloneDX has `optional` and `excluded`. */
function scopesOf({ scope, properties }: BomComponent): readonly Scope[] {
  const stated = properties.filter(([name]) => name === 'cupel:scope').map(([, value]) => value as Scope)
  if (stated.length > 0) return stated
  return scope === 'optional' ? ['optional'] : scope === 'excluded' ? ['dev'] : ['runtime']
}

/** `openssl@3.0.1` or `openssl`: the source package as `upstream` qualifiers give it. */
function subjectOf(upstream: string, version: string): { name: string; version: string } {
  const at = upstream.lastIndexOf('@')
  return at <= 0 ? { name: upstream, version } : { name: upstream.slice(0, at), version: upstream.slice(at + 1) }
}
