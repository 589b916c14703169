import type { Finding, ScanReport } from '@cupel/model'
import { defineReport } from '../report-format.ts'
import { bomOfInventory } from '../sbom/bom-of-inventory.ts'
import { writeCycloneDx } from '../sbom/cyclonedx/write.ts'
import { vulnerabilitiesOfFindings } from './cyclonedx/vulnerabilities-of-findings.ts'
import { indexText, problemPlace } from './text/finding-text.ts'
import { oneLine, printableJson } from './text/printable.ts'

/**
 * CycloneDX 1.6 JSON: the bill of materials of the target, with the findings as vulnerabilities and what is said about them. The
 * subject carries as properties by which data it was judged, the verdict, and what was not read or matched: a list without
 * vulnerabilities is not yet a clean one.
 */
export default defineReport({
  id: 'cyclonedx',
  title: 'CycloneDX 1.6 with vulnerabilities and their analysis',
  media: 'application/vnd.cyclonedx+json',
  extension: 'cdx.json',
  write(report) {
    const { target, components, graphs, findings, tool } = report
    const problems = report.problems.filter(({ by }) => by !== 'match')
    const bom = bomOfInventory({ name: target.name, version: target.digest, components, graphs, problems, created: '', tool })
    const origin = findings.filter(({ kind }) => kind === 'provenance')
    const stated = bom.components.map((one) =>
      one.ref === bom.subject
        ? { ...one, properties: [...one.properties, ...standing(report)] }
        : { ...one, properties: [...one.properties, ...originOf(origin, one.purl)] },
    )
    return printableJson(
      writeCycloneDx(
        { ...bom, components: stated },
        {
          version: '1.6',
          encoding: 'json',
          vulnerabilities: vulnerabilitiesOfFindings(findings.filter(({ kind }) => kind !== 'provenance')),
        },
      ),
    )
  },
})

/** Where a component comes from is no vulnerability of it, and the format has no other place for what was found out about that. */
function originOf(findings: readonly Finding[], purl: string): readonly (readonly [string, string])[] {
  return findings
    .filter(({ component }) => component === purl)
    .map(({ advisory, state }) => ['cupel:origin', oneLine(`${advisory.id} (${state}): ${advisory.summary}`)] as const)
}

function standing({ index, verdict, problems }: ScanReport): readonly (readonly [string, string])[] {
  const unmatched = problems.filter((one) => one.effect === 'incomplete' && one.by === 'match')
  return [
    ['cupel:index', indexText(index)],
    ['cupel:verdict', verdict.outcome],
    ...verdict.reasons.map((reason) => ['cupel:verdict-reason', oneLine(reason)] as const),
    ...unmatched.map(
      (one) => ['cupel:problem', [one.code, problemPlace(one), oneLine(one.detail)].filter((part) => part !== '').join(': ')] as const,
    ),
  ]
}
