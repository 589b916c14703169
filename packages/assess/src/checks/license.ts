import { defineCheck } from '../check.ts'
import { scored } from '../scorecard/score.ts'

export default defineCheck({
  id: 'License',
  title: 'The project has a licence',
  risk: 'low',
  probes: ['hasLicenseFile', 'hasFSFOrOSIApprovedLicense'],
  score(findings) {
    const has = (id: string): boolean => findings.get(id)?.some(({ outcome }) => outcome === 'true') === true
    if (!has('hasLicenseFile')) return scored(0, 'there is no licence file')
    return has('hasFSFOrOSIApprovedLicense')
      ? scored(10, 'the licence is approved')
      : scored(9, 'there is a licence file; whether it is an approved licence cannot be told')
  },
})
