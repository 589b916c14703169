import type { VerificationReport } from '@cupel/model'
import { printableJson } from '../text/printable.ts'

/** The report as JSON in the order of its type, two spaces deep; described in docs/verify.md. */
export function verificationJson(report: VerificationReport): string {
  return printableJson(JSON.stringify(report, null, 2)) + '\n'
}
