import { defineReport } from '../report-format.ts'
import { bomOfInventory } from '../sbom/bom-of-inventory.ts'
import { writeCycloneDx } from '../sbom/cyclonedx/write.ts'
import { vulnerabilitiesOfFindings } from './cyclonedx/vulnerabilities-of-findings.ts'
import { printableJson } from './text/printable.ts'

/** CycloneDX 1.6 JSON: the bill of materials of the target, with the findings as vulnerabilities and what is said about them. */
export default defineReport({
  id: 'cyclonedx',
  title: 'CycloneDX 1.6 with vulnerabilities and their analysis',
  media: 'application/vnd.cyclonedx+json',
  extension: 'cdx.json',
  write({ target, components, graphs, findings, tool }) {
    const bom = bomOfInventory({ name: target.name, version: target.digest, components, graphs, created: '', tool })
    return printableJson(writeCycloneDx(bom, { version: '1.6', encoding: 'json', vulnerabilities: vulnerabilitiesOfFindings(findings) }))
  },
})
