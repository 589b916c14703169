import type { PolicyReport } from '@cupel/model'
import { printableJson } from '../text/printable.ts'

/** A verdict of packs about projects: `docs/schemas/policy-report-1.0.schema.json`. */
export function policyJson(
  projects: readonly { readonly name: string; readonly source: string; readonly policy: PolicyReport }[],
  tool: string,
): string {
  const report = {
    schemaVersion: '1.0',
    tool: { name: 'cupel', version: tool },
    projects: projects.map(({ name, source, policy }) => ({ name, source, policy })),
  }
  return `${printableJson(JSON.stringify(report, null, 2))}\n`
}
