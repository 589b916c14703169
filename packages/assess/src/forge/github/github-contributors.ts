import type { ForgeContributor } from '../../facts/forge-facts.ts'
import { at, listAt, textAt } from '../json-shape.ts'

/**
 * Accounts behind the last 100 commits, with company and organisations. How much each contributed is counted over the whole
 * clone by the addresses that the forge ties to the account; without the clone's counts, over these 100 commits.
 */
export function githubContributors(nodes: readonly unknown[], commitsByEmail: ReadonlyMap<string, number>): readonly ForgeContributor[] {
  const accounts = new Map<string, { readonly user: unknown; readonly emails: Set<string>; seen: number }>()
  for (const node of nodes) {
    const user = at(node, 'author', 'user')
    const login = textAt(user, 'login')
    if (login === '') continue
    const account = accounts.get(login) ?? { user, emails: new Set<string>(), seen: 0 }
    account.emails.add(textAt(node, 'author', 'email').toLowerCase())
    account.seen++
    accounts.set(login, account)
  }
  return [...accounts]
    .map(([login, { user, emails, seen }]): ForgeContributor => {
      const counted = [...emails].reduce((sum, email) => sum + (commitsByEmail.get(email) ?? 0), 0)
      const company = textAt(user, 'company').trim()
      return {
        login,
        contributions: Math.max(seen, counted),
        bot: login.endsWith('[bot]'),
        companies: company === '' ? [] : [company],
        organisations: listAt(user, 'organizations', 'nodes').map((one) => textAt(one, 'login')),
      }
    })
    .sort((a, b) => b.contributions - a.contributions || (a.login < b.login ? -1 : 1))
}
