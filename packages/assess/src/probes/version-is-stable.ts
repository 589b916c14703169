import { no, undeclared, withFact, yes } from '../documents/answer.ts'
import { versionTags } from '../documents/version-tags.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe({
  id: 'versionIsStable',
  title: 'Does the version say that the software is stable?',
  remediation: { text: 'Release 1.0.0 when others rely on the interface', effort: 'low' },
  run: (facts) =>
    withFact(versionTags(facts), (tags) => {
      const releases = tags.filter(({ version }) => !/(?:alpha|beta|rc|pre|dev|preview|snapshot|nightly)/i.test(version))
      const [last] = releases
      if (last === undefined) return undeclared('there is no tag that names a finished version')
      const places = [{ commit: last.tag.commit, snippet: last.tag.name }]
      return /^0[._]/.test(last.version)
        ? no(`The version ${last.version} says that anything may change`, places)
        : yes(`The version is ${last.version}`, places)
    }),
})
