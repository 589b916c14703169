import { insightsValue } from '../insights-value.ts'
import { licenceFiles } from '../../licences/licence-files.ts'
import type { Claim, ClaimKind } from '../claim.ts'

/** SECURITY-INSIGHTS names the licence. */
export const insightsLicenceAgrees: ClaimKind = {
  id: 'insights-licence-agrees',
  title: 'The licence of SECURITY-INSIGHTS is that of the licence file',
  check(facts): readonly Claim[] {
    const stated = insightsValue(facts, 'repository.license.expression')
    const files = licenceFiles(facts).filter(({ path, ids }) => !path.includes('/') && ids.length > 0)
    if (typeof stated?.value !== 'string' || files.length === 0) return []
    const claim = `the licence is ${stated.value.slice(0, 100)}`
    const plain = (id: string): string => id.replace(/-(?:only|or-later)$/, '').toLowerCase()
    const words = stated.value.split(/[\s()]+/).map(plain)
    const evidence = files.map(({ path }) => ({ path }))
    const agrees = files.some(({ ids }) => ids.some((id) => words.includes(plain(id))))
    return [
      {
        claim,
        stated: stated.place,
        verdict: agrees ? 'holds' : 'contradicted',
        message: `The licence file is ${files.flatMap(({ ids }) => ids).join(', ')}`,
        evidence,
      },
    ]
  },
}
