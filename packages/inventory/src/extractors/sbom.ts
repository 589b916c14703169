import { componentsOfBom, DocumentInvalid, isBinaryBom, readBom } from '@cupel/formats'
import type { BomInventory } from '@cupel/formats'
import type { RandomAccess } from '@cupel/source'
import { defineExtractor } from '../extractor.ts'
import type { Collector, ExtractInput, NodeId } from '../extractor.ts'
import { ownLicence } from '../text/own-licence.ts'
import { isOtherBill } from '../text/is-other-bill.ts'

/**
 * Bills of materials, CycloneDX and SPDX in every encoding the formats room reads. A document that breaks its own rules is read
 * as far as it can be and reported. An element without a package URL stays in the list, unmatched. Bills of other things (parts of a
 * device, products in a shop) share the common names: they are nobody's here.
 */
export default defineExtractor({
  id: 'sbom',
  title: 'CycloneDX 1.0–1.7 (JSON, XML, Protocol Buffers) and SPDX 2.x, 3.0 documents',
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
    '.cdx.binpb',
    '.cdx.pb',
    '.spdx.rdf',
    '.spdx.rdf.xml',
  ],
  extract(input, out) {
    const read = inventoryOf(input, out)
    if (read === null) return
    const { components, graph } = read
    const projects = graph.projects.map((project) => out.project(project))
    const nodes = new Map<string, NodeId>()
    for (const component of components) nodes.set(component.purl, out.listed(component))
    const numbers = [...projects, ...graph.components.map((purl) => nodes.get(purl))]
    for (const [from, to] of graph.edges) {
      const source = numbers[from]
      const target = numbers[to]
      if (source !== undefined && target !== undefined) out.edge(source, target)
    }
  },
})

/** On its own, so that a large document is let go before its components are put into the list. null: it lists none. */
function inventoryOf(input: ExtractInput, out: Collector): Pick<BomInventory, 'components' | 'graph'> | null {
  const source = isBinaryBom(input.file.read(0, 8)) ? bytesOf(input.file) : input.text()
  if (typeof source === 'string' && isOtherBill(input.path, source)) {
    out.notMine()
    return null
  }
  const own = typeof source === 'string' ? ownLicence(input.path, source) : null
  if (own !== null) {
    out.format(own.version, 'SPDX tag-value')
    out.project(own.project)
    return null
  }
  const { bom, format, problems } = readBom(source, { invalid: 'report' })
  out.format(format.version, `${format.name} ${format.encoding}`)
  const { components, graph, skipped, problems: unmatched } = componentsOfBom(bom, input.path)
  for (const problem of [...problems, ...unmatched]) out.problem({ ...problem, path: input.path })
  for (const { what, count } of skipped) out.skip(what, count)
  return { components, graph }
}

const MAX_BINARY_BYTES = 512 * 1024 * 1024

function bytesOf(file: RandomAccess): Uint8Array {
  if (file.size > MAX_BINARY_BYTES)
    throw new DocumentInvalid(`${file.size} bytes are over the limit of ${MAX_BINARY_BYTES}`, { line: 0, column: 0 }, 'limit-exceeded')
  return file.read(0, file.size)
}
