/** Fields of the event that an outsider writes. */
const FIELDS =
  /issue\.title|issue\.body|pull_request\.title|pull_request\.body|discussion\.title|discussion\.body|comment\.body|review\.body|review_comment\.body|pages.{0,80}\.page_name|commits.{0,80}\.message|head_commit\.message|head_commit\.author\.email|head_commit\.author\.name|commits.{0,80}\.author\.email|commits.{0,80}\.author\.name|blocked_user\.name|blocked_user\.email|pull_request\.head\.ref|pull_request\.head\.label|pull_request\.head\.repo\.default_branch/
const WHOLE_EVENT = /tojson\s{0,20}\(\s{0,20}github(?:\.event)?\s{0,20}\)/i

/** Further ones that Scorecard 5 does not list. */
const MORE =
  /github\.event\.(?:workflow_run\.(?:head_branch|head_commit\.message|display_title|head_repository\.description|pull_requests.{0,20}\.head\.ref)|pull_request\.head\.repo\.(?:description|homepage)|client_payload\.|changes\.(?:title|body)|(?:issue|pull_request)\.milestone\.title)|github\.event\['(?:issue|pull_request|comment)'\]\['(?:title|body)'\]/

/** Whether the inside of `${{ }}` names text that an outsider writes (GitHub's "Security hardening": untrusted input). */
export function isUntrusted(expression: string, extended = false): boolean {
  const text = expression.slice(0, 5000)
  if (text.includes('github.head_ref') || WHOLE_EVENT.test(text)) return true
  if (text.includes('github.event.') && FIELDS.test(text)) return true
  return extended && MORE.test(text)
}

/** Expressions of a text with their offset, in order. */
export function expressionsOf(text: string): readonly { readonly text: string; readonly offset: number }[] {
  const found: { readonly text: string; readonly offset: number }[] = []
  for (let start = text.indexOf('${{'); start !== -1; start = text.indexOf('${{', start + 3)) {
    const end = text.indexOf('}}', start)
    if (end === -1) return found
    found.push({ text: text.slice(start + 3, end), offset: start })
  }
  return found
}
