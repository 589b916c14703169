import { normalizeLicense } from '@cupel/model'
import { licenceFiles } from '../../licences/licence-files.ts'
import { manifestValue } from '../manifest-values.ts'
import type { Claim, ClaimKind } from '../claim.ts'

const MANIFESTS: readonly (readonly [string, RegExp])[] = [
  ['package.json', /^\s{0,8}"license"\s*:\s*"([^"]{2,200})"/],
  ['Cargo.toml', /^\s*license\s*=\s*"([^"]{2,200})"/],
  ['pyproject.toml', /^\s*license\s*=\s*(?:\{\s*text\s*=\s*)?"([^"]{2,200})"/],
  ['composer.json', /^\s{0,8}"license"\s*:\s*"([^"]{2,200})"/],
]

/** A manifest names the licence. */
export const manifestLicenceAgrees: ClaimKind = {
  id: 'manifest-licence-agrees',
  title: 'The licence of the manifest is that of the licence file',
  check(facts) {
    const files = licenceFiles(facts).filter(({ path, ids }) => !path.includes('/') && ids.length > 0)
    const ids = new Set(files.flatMap((file) => file.ids.map(family)))
    const unread = licenceFiles(facts).some(({ path, ids: own }) => !path.includes('/') && own.length === 0)
    return MANIFESTS.flatMap(([path, pattern]): readonly Claim[] => {
      const stated = manifestValue(facts, path, pattern)
      if (stated === undefined) return []
      const { expression, valid } = normalizeLicense(stated.value)
      const named = valid
        ? expression
            .split(/\s+(?:AND|OR|WITH)\s+|[()\s]+/)
            .filter((part) => part !== '' && !/^(?:AND|OR|WITH)$/.test(part) && !/exception/i.test(part))
        : []
      const claim = `the licence is ${stated.value.slice(0, 60)}`
      if (named.length === 0 || ids.size === 0)
        return [
          {
            claim,
            stated: stated.place,
            verdict: 'unproven' as const,
            message: 'There is no licence text to hold it against',
            evidence: [],
          },
        ]
      if (named.some((one) => ids.has(family(one))))
        return [
          {
            claim,
            stated: stated.place,
            verdict: 'holds' as const,
            message: 'The licence file has this text',
            evidence: files.map((file) => ({ path: file.path })),
          },
        ]
      const verdict = unread ? ('unproven' as const) : ('contradicted' as const)
      return [
        {
          claim,
          stated: stated.place,
          verdict,
          message: `The licence file is ${[...ids].join(', ')}`,
          evidence: files.map((file) => ({ path: file.path })),
        },
      ]
    })
  },
}

/** `-only` and `-or-later` share one text. */
function family(id: string): string {
  return id
    .replace(/-(?:only|or-later)$/, '')
    .replace(/\+$/, '')
    .toLowerCase()
}
