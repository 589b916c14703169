import { DocumentInvalid } from '../document-invalid.ts'
import { readJsonInSlices } from '../sliced-json.ts'
import { textPlaces } from '../text-place.ts'
import { readXml } from '../xml.ts'
import { readYaml } from '../yaml.ts'
import type { BomDraft, BomFormat } from './bom-read.ts'
import { draftCycloneDxJson } from './cyclonedx/read-json.ts'
import { draftProtobuf, draftTextproto } from './cyclonedx/read-textproto.ts'
import { CYCLONEDX_NAMESPACE, draftCycloneDxXml } from './cyclonedx/read-xml.ts'
import { jsonPointerLines } from './json-places.ts'
import { record } from './record.ts'
import { draftSpdxRdf, looksLikeRdf, RDF_LIMITS } from './spdx/read-rdf.ts'
import { draftSpdx2 } from './spdx/read-spdx2-json.ts'
import { draftSpdx3 } from './spdx/read-spdx3.ts'
import { draftTagValue } from './spdx/read-tag-value.ts'

/** Finds out which bill of materials a text is and reads it unjudged. Throws DocumentInvalid when it is none that is known. */
export function draftBom(source: string | Uint8Array, hint?: BomFormat['encoding']): BomDraft {
  if (typeof source !== 'string') return draftProtobuf(source)
  const start = /[^\s\ufeff]/.exec(source)?.[0] ?? ''
  if (start === '{' || start === '[') return draftJson(source)
  if (start === '<') return draftXml(source)
  if (hint === 'tag-value' || /^SPDXVersion\s*:/m.test(source)) return draftTagValue(source)
  if (hint === 'textproto' || /^(?:spec_version\s*:|# proto-message: Bom[ \t]*$)/m.test(source)) return draftTextproto(source)
  if (hint === 'yaml' || /^spdxVersion\s*:/m.test(source)) return draftYaml(source)
  throw unknown()
}

/** Lists of CycloneDX and SPDX 2 that their readers walk. */
const WALKED: ReadonlySet<string> = new Set(['components', 'dependencies', 'packages', 'files', 'relationships'])

function draftJson(source: string): BomDraft {
  const value = readJsonInSlices(source, WALKED)
  const document = record(value)
  if (document['bomFormat'] !== undefined || document['specVersion'] !== undefined) return draftCycloneDxJson(source, value)
  if (document['spdxVersion'] !== undefined) return draftSpdx2(value, 'json', (pointers) => jsonPointerLines(source, pointers))
  if (document['@graph'] !== undefined || document['@context'] !== undefined) return draftSpdx3(source, value)
  // The dependency graph export of a code host wraps its SPDX document.
  if (record(document['sbom'])['spdxVersion'] !== undefined) {
    return draftSpdx2(document['sbom'], 'json', (pointers) => {
      const lines = jsonPointerLines(
        source,
        pointers.map((pointer) => `/sbom${pointer}`),
      )
      return new Map(pointers.map((pointer) => [pointer, lines.get(`/sbom${pointer}`) ?? 1]))
    })
  }
  throw unknown()
}

function draftXml(source: string): BomDraft {
  const root = readXml(source, looksLikeRdf(source) ? RDF_LIMITS : {})
  if (root.uri.startsWith(CYCLONEDX_NAMESPACE) || root.name === 'bom') return draftCycloneDxXml(root)
  if (root.name === 'RDF') return draftSpdxRdf(root)
  throw unknown()
}

function draftYaml(source: string): BomDraft {
  const [document, ...more] = readYaml(source)
  if (more.length > 0) throw new DocumentInvalid('there is more than one YAML document in the text', { line: 0, column: 0 })
  const place = textPlaces(source)
  return draftSpdx2(document, 'yaml', (pointers) => new Map(pointers.map((pointer) => [pointer, place(0).line])))
}

function unknown(): DocumentInvalid {
  return new DocumentInvalid('this is neither CycloneDX nor SPDX in an encoding that is known', { line: 1, column: 1 })
}
