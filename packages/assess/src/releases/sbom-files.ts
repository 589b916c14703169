import { readBom } from '@cupel/formats'
import type { Facts } from '../facts/facts.ts'
import { workflowsOf } from '../workflow/workflows-of.ts'

const NAME = /.\.(?:cdx\.json|cdx\.xml|spdx|spdx\.json|spdx\.xml|spdx\.y[a?]ml|spdx\.rdf|spdx\.rdf\.xml)/i
const MORE = /(?:^|[-_.])s?bom(?:[-_.][\w.]{0,40})?\.(?:json|xml)$/i
const MAX_BYTES = 8_000_000

/** Whether a file name is one of an SBOM by Scorecard's rule. */
export function isSbomName(name: string): boolean {
  return NAME.test(name)
}

/** SBOM files at the top of the tree, by name alone. */
export function rootSboms(facts: Facts): readonly string[] {
  return facts.files.paths.filter((path) => !path.includes('/') && !path.startsWith('.') && isSbomName(path))
}

/** SBOM files anywhere in the tree that can be read as one and name components. */
export function readableSboms(facts: Facts): readonly { readonly path: string; readonly readable: boolean }[] {
  const candidates = facts.files.paths.filter((path) => {
    const name = path.slice(path.lastIndexOf('/') + 1)
    return (isSbomName(name) || MORE.test(name)) && !/(?:^|\/)(?:tests?|testdata|fixtures?|examples?|spec)\//i.test(path)
  })
  return candidates.slice(0, 50).map((path) => ({ path, readable: isReadable(facts, path) }))
}

function isReadable(facts: Facts, path: string): boolean {
  if (facts.files.size(path) > MAX_BYTES) return false
  try {
    const { bom } = readBom(facts.files.text(path) ?? '')
    return bom.components.length > 0
  } catch {
    // Whatever it is, it is no SBOM that anyone can use.
    return false
  }
}

const GENERATORS =
  /^(?:anchore\/sbom-action|CycloneDX\/gh-[\w-]+|advanced-security\/(?:sbom-generator-action|spdx-to-dependency-graph-action)|kubernetes-sigs\/bom|actions\/attest-sbom|microsoft\/sbom-action|snyk\/actions\/sbom)@/
const COMMANDS =
  /\b(?:syft|cyclonedx-[\w-]+|cdxgen|trivy\s+(?:fs|image|sbom)\b.{0,200}--format\s+(?:cyclonedx|spdx)|spdx-sbom-generator|sbom-tool\s+generate|bom\s+generate|cargo\s+(?:cyclonedx|sbom)|cupel\s+sbom|npm\s+sbom|cyclonedx:make\w*|cyclonedxBom)\b/

/** Steps of workflows that write an SBOM. */
export function sbomSteps(facts: Facts): readonly { readonly path: string; readonly line: number }[] {
  return workflowsOf(facts).workflows.flatMap(({ path, jobs }) =>
    jobs.flatMap(({ steps }) =>
      steps.flatMap(({ uses, run }) => {
        if (uses !== null && GENERATORS.test(uses.value)) return [{ path, line: uses.line }]
        return run !== null && run.value.split('\n').some((line) => COMMANDS.test(line.slice(0, 2000))) ? [{ path, line: run.line }] : []
      }),
    ),
  )
}
