import { no, undeclared, withFact, yes } from '../documents/answer.ts'
import { versionTags } from '../documents/version-tags.ts'
import { defineProbe } from '../probe.ts'

const SEMANTIC =
  /^\d{1,6}[._]\d{1,6}[._]\d{1,10}(?:[-.]?(?:alpha|beta|rc|a|b|dev|post|pre|preview|m|next|canary)[0-9A-Za-z.-]{0,40}|-[0-9A-Za-z.-]{1,40})?(?:\+[0-9A-Za-z.-]{1,40})?$/i
const CALENDAR = /^(?:19|20)\d\d[._-]?(?:0?[1-9]|1[0-2])(?:[._-]\d{1,6})?/
const LAST = 20

export default defineProbe({
  id: 'usesSemanticVersions',
  title: 'Are versions semantic (or by the calendar)?',
  remediation: { text: 'Number releases MAJOR.MINOR.PATCH and say what makes each number grow', effort: 'low' },
  run: (facts) =>
    withFact(versionTags(facts), (tags) => {
      const last = tags.slice(0, LAST)
      if (last.length === 0) return undeclared('there is no tag that names a version')
      const odd = last.filter(({ version }) => !SEMANTIC.test(version) && !CALENDAR.test(version))
      const places = (odd.length > 0 ? odd : last).slice(0, 3).map(({ tag }) => ({ commit: tag.commit, snippet: tag.name }))
      if (odd.length * 10 <= last.length)
        return yes(`${last.length - odd.length} of the last ${last.length} versions are semantic or of the calendar`, places)
      return no(`${odd.length} of the last ${last.length} versions are neither semantic nor of the calendar`, places)
    }),
})
