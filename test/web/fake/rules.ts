import type { World } from './facts.ts'

/** Rules of a pack, and what came of them. */
export const PACK_RULES = ['no-known-exploited', 'no-malware', 'provenance', 'licences', 'two-reviewers', 'fresh-sbom']

export function rules({ text }: World) {
  return PACK_RULES.map((rule, index) => ({
    pack: 'default',
    rule,
    title: text(`Rule ${rule.replaceAll('-', ' ')}`),
    severity: (['critical', 'high', 'medium', 'low'] as const)[index % 4],
  }))
}

export const OUTCOMES = ['pass', 'fail', 'unknown', 'not-applicable', 'not-evaluated'] as const
