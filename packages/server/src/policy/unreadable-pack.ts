import type { PolicyPackReport } from '@cupel/model'
import type { PolicyPack } from '@cupel/policy'
import type { KeptRule } from './pack-rules.ts'

const MISSING = 'what the pack says: this version of cupel no longer reads it'

/** The answers of a pack that was checked when it was taken into use and that this program cannot read: every rule is unknown. */
export function unreadablePack(
  { id, title, version, source, digest }: PolicyPack,
  rules: readonly KeptRule[],
  project: string,
): PolicyPackReport {
  return {
    id,
    title,
    version,
    source,
    digest,
    parameters: {},
    outcome: 'unknown',
    rules: rules.map((rule) => ({
      id: rule.id,
      title: rule.title,
      severity: rule.severity,
      subject: rule.subject,
      outcome: 'unknown',
      counts: { pass: 0, fail: 0, unknown: 1, notApplicable: 0, excepted: 0 },
      remediation: 'Put a version of the pack in its place that this cupel reads.',
      mappings: mappingsOf(rule),
      source,
      line: 0,
      results: [
        { subject: project, name: project, outcome: 'unknown', message: rule.title, missing: [MISSING], deciding: [], evidence: [] },
      ],
    })),
    disabled: [],
    notes: [],
  }
}

/** They are kept as `standard:id`. */
function mappingsOf({ mappings }: KeptRule): PolicyPackReport['rules'][number]['mappings'] {
  const found: Record<string, string[]> = {}
  for (const one of mappings) {
    const colon = one.indexOf(':')
    ;(found[one.slice(0, colon)] ??= []).push(one.slice(colon + 1))
  }
  return found
}
