import { insightsValue } from '../insights-value.ts'
import type { Claim, ClaimKind } from '../claim.ts'

/** SECURITY-INSIGHTS says to which repository it belongs. */
export const insightsAddressAgrees: ClaimKind = {
  id: 'insights-address-agrees',
  title: 'SECURITY-INSIGHTS names this repository',
  check(facts): readonly Claim[] {
    const stated = insightsValue(facts, 'repository.url', 'header.url', 'header.project-url')
    if (typeof stated?.value !== 'string' || facts.project.url === '') return []
    const own = facts.project.url.toLowerCase().replace(/\.git$/, '')
    const said = stated.value
      .toLowerCase()
      .replace(/\/+$/, '')
      .replace(/\.git$/, '')
    const evidence = [{ url: facts.project.url }]
    const claim = `it describes ${stated.value.slice(0, 200)}`
    if (said === own || said.startsWith(`${own}/`))
      return [{ claim, stated: stated.place, verdict: 'holds', message: 'The clone has the same address', evidence }]
    // A fork or mirror keeps the file of its origin.
    const sameName = said.split('/').at(-1) === own.split('/').at(-1)
    return [
      {
        claim,
        stated: stated.place,
        verdict: sameName || !said.includes('/') ? 'unproven' : 'contradicted',
        message: 'The clone has another address',
        evidence,
      },
    ]
  },
}
