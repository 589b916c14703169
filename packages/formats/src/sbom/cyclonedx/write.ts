import type { Bom, BomVulnerability } from '@cupel/model'
import { documentOfBom } from './document-of-bom.ts'
import { documentToXml } from './document-to-xml.ts'

export type CycloneDxVersion = '1.4' | '1.5' | '1.6' | '1.7'

export interface CycloneDxOptions {
  readonly version: CycloneDxVersion
  readonly encoding: 'json' | 'xml'
  readonly vulnerabilities?: readonly BomVulnerability[]
}

/**
 * Writes CycloneDX (ECMA-424). Equal input gives equal bytes. What the chosen version has no place for becomes a property
 * whose name starts with `cupel:`, see docs/sbom.md.
 */
export function writeCycloneDx(bom: Bom, options: CycloneDxOptions): string {
  const document = documentOfBom(bom, options.vulnerabilities ?? [], Number(options.version.slice(2)))
  if (options.encoding === 'xml') return documentToXml(document)
  return `${JSON.stringify({ $schema: `http://cyclonedx.org/schema/bom-${options.version}.schema.json`, ...document }, null, 2)}\n`
}
