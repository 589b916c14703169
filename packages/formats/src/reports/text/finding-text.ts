import type { AdvisoryFacts, Evidence, Finding, Problem, ScanReport, StateReason } from '@cupel/model'
import { parsePurl, PurlInvalid, severityOfScore } from '@cupel/model'
import { oneLine, printable } from './printable.ts'

/** Name and version of a purl as people of its ecosystem write them; what is no purl stands for itself. Safe to print. */
export function packageLabel(purl: string): { readonly name: string; readonly version: string; readonly type: string } {
  try {
    const { type, namespace, name, version } = parsePurl(purl)
    const separator = type === 'maven' ? ':' : '/'
    return { name: printable(namespace === '' ? name : namespace + separator + name), version: printable(version), type }
  } catch (error) {
    if (!(error instanceof PurlInvalid)) throw error
    return { name: printable(purl), version: '', type: '' }
  }
}

/** `name version` of a purl, or the name of a project. */
export function stepLabel(step: string): string {
  const { name, version } = packageLabel(step)
  return version === '' ? name : `${name} ${version}`
}

/** The rating that the severity comes from: of the newest CVSS version that gives it, else the newest with a score. */
export function shownScore({ severity, advisory }: Pick<Finding, 'severity' | 'advisory'>): number | null {
  const scored = advisory.cvss.filter((one) => one.score !== null).sort((a, b) => (a.version < b.version ? 1 : -1))
  const chosen = scored.find((one) => severityOfScore(one.score) === severity) ?? scored[0]
  return chosen?.score ?? null
}

/** `critical 9.1`; `malware` for a malicious package. */
export function severityText(finding: Pick<Finding, 'kind' | 'severity' | 'advisory'>): string {
  if (finding.kind === 'malware') return 'malware'
  const score = shownScore(finding)
  return score === null ? finding.severity : `${finding.severity} ${score.toFixed(1)}`
}

/** What is known of exploitation, strongest first: `KEV`, `KEV ransomware`, `EPSS 97.1%`. */
export function exploitMarks({ kev, epss }: AdvisoryFacts): readonly string[] {
  const marks: string[] = []
  if (kev) marks.push(kev.ransomware ? 'KEV ransomware' : 'KEV')
  if (epss) marks.push(`EPSS ${epss.score < 0.001 ? '<0.1' : (epss.score * 100).toFixed(1)}%`)
  return marks
}

/** The way out in words. */
export function fixText({
  kind,
  fixedVersions,
  upgrade,
  provenance,
}: Pick<Finding, 'kind' | 'fixedVersions' | 'upgrade' | 'provenance'>): string {
  if (provenance !== undefined) return oneLine(provenance.remedy)
  if (kind === 'malware') return 'remove this package and treat what it could read as leaked'
  if (upgrade !== null) return `upgrade to ${printable(upgrade)}`
  if (fixedVersions.length > 0) return `fixed in ${fixedVersions.map(printable).join(', ')}`
  return 'no fixed version known'
}

/** `path:line:column`, as far as they are known. Safe to print. */
export function placeText({ path, line, column }: Pick<Evidence, 'path' | 'line' | 'column'>): string {
  const name = printable(path)
  if (line === undefined) return name
  return column === undefined ? `${name}:${line}` : `${name}:${line}:${column}`
}

/** Where a problem is; empty when it concerns the whole run. */
export function problemPlace({ path, line }: Problem): string {
  return path === '' ? '' : placeText(line === undefined ? { path } : { path, line })
}

/** The statement that closed a finding, quoted, with author, end and place. */
export function reasonText(reason: StateReason): string {
  const statement = oneLine(reason.statement)
  const words = [printable(reason.justification), statement === '' ? '' : `“${statement}”`].filter((one) => one !== '').join(': ')
  const until = reason.expires === '' ? '' : ` until ${printable(reason.expires)}`
  const said = [words, oneLine(reason.author)].filter((one) => one !== '').join(', ')
  const place = printable(reason.source) + (reason.line === undefined ? '' : `:${reason.line}`)
  return `${said}${until} (${reason.by}, ${place})`.trimStart()
}

/** Whether a finding still counts: nothing valid says that it is harmless. */
export function isOpen({ state }: Pick<Finding, 'state'>): boolean {
  return state === 'open' || state === 'under-investigation'
}

/** `direct`, `transitive`, or nothing when the files do not tell. */
export function directText(direct: boolean | null): string {
  return direct === null ? '' : direct ? 'direct' : 'transitive'
}

/** How many components the trust policy was asked about, in one sentence; empty when none was given. */
export function provenanceText({ provenance }: Pick<ScanReport, 'provenance'>): string {
  if (provenance === undefined) return ''
  const { policy, covered, trusted, uncovered, root, rootDate } = provenance
  const basis = root === '' ? '' : `, trust root ${root}${rootDate === '' ? '' : ` of ${rootDate}`}`
  const rest = uncovered === 0 ? '' : `; no rule speaks of ${counted(uncovered, 'other component')}`
  return oneLine(`origin by ${policy}: ${trusted} of ${counted(covered, 'component')} vouched for${rest}${basis}`)
}

/** Which advisory data answered, in one sentence. */
export function indexText({ kind, records, modified, kev, epss }: ScanReport['index']): string {
  if (kind === 'none') return 'no advisory data: nothing was matched'
  const age = `${grouped(records)} records up to ${modified.slice(0, 10) || 'an unknown date'}`
  const extra = [kev && `KEV ${kev.slice(0, 10)}`, epss && `EPSS ${epss.slice(0, 10)}`].filter(Boolean).join(', ')
  return printable(`${kind === 'starter' ? 'built-in starter set' : 'advisory index'} of ${age}${extra === '' ? '' : `, ${extra}`}`)
}

/** `108,239`: by hand, since the first question to the locale data costs as much as a small scan. */
export function grouped(count: number): string {
  let text = String(count)
  for (let at = text.length - 3; at > 0; at -= 3) text = `${text.slice(0, at)},${text.slice(at)}`
  return text
}

/** `1 file`, `2 files`. */
export function counted(count: number, noun: string): string {
  return `${count} ${count === 1 ? noun : noun.endsWith('y') ? `${noun.slice(0, -1)}ies` : `${noun}s`}`
}
