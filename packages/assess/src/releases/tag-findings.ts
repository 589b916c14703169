import type { Facts } from '../facts/facts.ts'
import { found, notFound, snippetOf, unseen } from '../finding.ts'
import type { ProbeFinding } from '../probe.ts'
import { RELEASES_LOOKED_AT } from './release-sboms.ts'

/** Signatures of the newest version tags, when the clone is all there is to look at. */
export function tagFindings(facts: Facts): readonly ProbeFinding[] {
  if (!facts.git.known) return []
  const tags = facts.git.value.tags
    .filter(({ name }) => /\d+\.\d+/.test(name))
    .sort((a, b) => (a.date < b.date ? 1 : a.date > b.date ? -1 : a.name < b.name ? 1 : -1))
    .slice(0, RELEASES_LOOKED_AT)
  return tags.map(({ name, commit, signature }) => {
    const values = { releaseName: name, tag: true }
    const places = [{ commit }]
    const shown = snippetOf(name)
    if (signature.state === 'verified')
      return found(`tag ${shown} is signed by ${snippetOf(signature.signer ?? 'a known key')}`, places, values)
    if (signature.state === 'refused') return notFound(`the signature of tag ${shown} does not hold`, places, { ...values, refused: true })
    if (signature.state === 'absent') return notFound(`tag ${shown} is not signed`, places, values)
    return {
      ...unseen(
        { what: 'evidence', detail: 'a tag is signed by a key that was not given', remedy: 'give the keys of those who may sign releases' },
        values,
      ),
      places,
    }
  })
}
