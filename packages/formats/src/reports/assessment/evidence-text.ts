import type { EvidencePlace } from '@cupel/model'
import { printable } from '../text/printable.ts'

/** `path:line`, else the commit, else the address. Safe to print; empty for the tree as a whole. */
export function evidenceText({ path, line, commit, url }: EvidencePlace): string {
  if (path !== undefined && path !== '.') return `${printable(path)}${line === undefined ? '' : `:${line}`}`
  if (commit !== undefined) return `commit ${printable(commit.slice(0, 12))}`
  return url === undefined ? '' : printable(url)
}

/** `7.5`, `10`, `-` when there is none. */
export function scoreText(score: number): string {
  if (score < 0) return '?'
  return Number.isInteger(score) ? String(score) : score.toFixed(1)
}
