import { componentsOfBom, DocumentInvalid, isBinaryBom, readBom } from '@cupel/formats'
import type { BomInventory, BomRead } from '@cupel/formats'
import type { RandomAccess } from '@cupel/source'
import { defineExtractor } from '../extractor.ts'
import type { Collector, ExtractInput, NodeId } from '../extractor.ts'

/**
 * Bills of materials, CycloneDX and SPDX in every encoding the formats room reads. A document that breaks its own rules is read
 * as far as it can be and reported. An element without a package URL stays in the list, unmatched.
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
    const { components, graph } = inventoryOf(input, out)
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

/** On its own, so that a large document is let go before its components are put into the list. */
function inventoryOf(input: ExtractInput, out: Collector): Pick<BomInventory, 'components' | 'graph'> {
  const { bom, format, problems } = bomOf(input)
  out.format(format.version, `${format.name} ${format.encoding}`)
  const { components, graph, skipped, problems: unmatched } = componentsOfBom(bom, input.path)
  for (const problem of [...problems, ...unmatched]) out.problem({ ...problem, path: input.path })
  for (const { what, count } of skipped) out.skip(what, count)
  return { components, graph }
}

/** The same of its text. */
function bomOf(input: ExtractInput): BomRead {
  return readBom(isBinaryBom(input.file.read(0, 8)) ? bytesOf(input.file) : input.text(), { invalid: 'report' })
}

const MAX_BINARY_BYTES = 512 * 1024 * 1024

function bytesOf(file: RandomAccess): Uint8Array {
  if (file.size > MAX_BINARY_BYTES)
    throw new DocumentInvalid(`${file.size} bytes are over the limit of ${MAX_BINARY_BYTES}`, { line: 0, column: 0 }, 'limit-exceeded')
  return file.read(0, file.size)
}
