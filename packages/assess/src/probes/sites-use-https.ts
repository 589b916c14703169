import { no, undeclared, yes } from '../documents/answer.ts'
import { ownLinks } from '../documents/own-links.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe({
  id: 'sitesUseHttps',
  title: 'Are home page, repository and downloads given by HTTPS addresses?',
  remediation: { text: 'Serve the project’s sites by HTTPS and write https:// in manifests and documents', effort: 'low' },
  run(facts) {
    const links = ownLinks(facts)
    const plain = links.filter(
      ({ url }) =>
        url.startsWith('http://') &&
        !/^http:\/\/(?:localhost|127\.|www\.apache\.org\/licenses|opensource\.org|creativecommons\.org|maven\.apache\.org|www\.w3\.org)/.test(
          url,
        ),
    )
    if (plain.length > 0)
      return no(
        'Manifests give the project’s addresses by HTTP',
        plain.map(({ place }) => place),
      )
    const repository = facts.project.url.startsWith('https://') ? [{ url: facts.project.url }] : []
    const places = [...links.map(({ place }) => place), ...repository]
    if (places.length === 0) return undeclared('no address of the project is known')
    return yes(`All ${places.length} addresses of the project are HTTPS`, places)
  },
})
