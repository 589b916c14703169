import { isBot } from '../facts/bots.ts'
import type { Facts } from '../facts/facts.ts'
import { snippetOf } from '../finding.ts'
import type { Missing } from '../outcome.ts'
import type { Reading } from '../probe.ts'

export interface Organisation {
  readonly name: string
  /** A commit that shows it; empty when a forge said so. */
  readonly commit: string
}

const REGULAR = 5
const NOBODY =
  /(?:^|\.)(?:gmail|googlemail|outlook|hotmail|live|msn|yahoo|ymail|icloud|me|mac|aol|gmx|web|mail|proton|protonmail|pm|fastmail|zoho|yandex|qq|163|126|foxmail|naver|posteo|riseup|tutanota|tuta|hey|duck|users\.noreply\.github|noreply\.github|noreply\.gitlab|localhost|example|local|localdomain|lan|invalid)(?:\.[a-z.]{2,8})?$/i

/** Organisations of contributors with five contributions or more: as a forge shows them, or in our reading by mail domain. */
export function contributingOrganisations(facts: Facts, reading: Reading): readonly Organisation[] | Missing {
  const { contributors } = facts.forge
  if (contributors.known) {
    const regular = contributors.value.filter(({ contributions, bot }) => contributions >= REGULAR && (reading === 'scorecard-5' || !bot))
    const names = regular.flatMap(({ companies, organisations }) => [...organisations, ...companies])
    return [...new Set(names.map(snippetOf))].sort().map((name) => ({ name, commit: '' }))
  }
  if (reading === 'scorecard-5' || !facts.git.known) return contributors.missing
  return byDomain(facts)
}

function byDomain(facts: Facts): readonly Organisation[] {
  const authors = new Map<string, { count: number; commit: string }>()
  for (const { author, id } of facts.git.known ? facts.git.value.commits : []) {
    if (isBot(author)) continue
    const key = author.email.toLowerCase()
    const seen = authors.get(key)
    if (seen === undefined) authors.set(key, { count: 1, commit: id })
    else seen.count++
  }
  const organisations = new Map<string, string>()
  for (const [email, { count, commit }] of authors) {
    const domain = email.slice(email.lastIndexOf('@') + 1)
    if (count < REGULAR || !/^[a-z0-9.-]{3,100}\.[a-z]{2,}$/.test(domain) || NOBODY.test(domain)) continue
    const name = registered(domain)
    if (!organisations.has(name)) organisations.set(name, commit)
  }
  return [...organisations].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, commit]) => ({ name, commit }))
}

/** The part of a domain that somebody registers: two labels, three under `co.uk` and its like. */
function registered(domain: string): string {
  const labels = domain.split('.')
  const short =
    labels.length > 2 && /^(?:co|com|ac|org|net|edu|gov|or|ne|go)$/.test(labels.at(-2) ?? '') && (labels.at(-1) ?? '').length === 2
  return labels.slice(short ? -3 : -2).join('.')
}
