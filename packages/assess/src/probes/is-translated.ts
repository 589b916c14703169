import { notApplicable, undeclared, yes } from '../documents/answer.ts'
import { isThirdParty } from '../documents/source-kind.ts'
import { sourceFiles } from '../documents/source-files.ts'
import { defineProbe } from '../probe.ts'

const CATALOGUE =
  /(?:^|\/)(?:locales?|i18n|translations?|lang|po)\/.{0,80}\b(?:de|fr|es|ja|zh|ru|pt|it|ko|nl|pl|sv|tr|uk)(?:[-_][A-Za-z]{2,4})?\b.{0,60}\.(?:json|ya?ml|po|properties|xliff?|ts|ftl|strings|arb)$/i

export default defineProbe({
  id: 'isTranslated',
  title: 'Is the software prepared for translation?',
  remediation: { text: 'Keep texts apart from code in a format that translators know', effort: 'medium' },
  run(facts) {
    if (sourceFiles(facts).length === 0) return notApplicable('The tree has no code', [{ path: '.' }])
    const found = facts.files.paths.filter((path) => CATALOGUE.test(path) && !isThirdParty(path.toLowerCase()))
    if (found.length > 0)
      return yes(
        'There are catalogues of translations',
        found.slice(0, 3).map((path) => ({ path })),
      )
    return undeclared('no catalogue of translations was found; many programs need none')
  },
})
