import type { Static } from 'typebox'
import type { AdvisoryIndex } from '@cupel/advisory'
import type { UnheldId } from '../api/contract/knowledge.ts'

/** A whole id of a problem: CVE, GHSA, or a source's letters with year and number. */
const WHOLE_ID = /^(?:GHSA(?:-[23456789cfghjmpqrvwx]{4}){3}|CVE-\d{4}-\d{4,19}|(?!CVE)[A-Z]{2,12}-\d{4}-\d{1,19})$/i

const MOST_PACKAGES = 20

/** What the advisory data knows of an id that nothing here has to do with; null: the text is no id. Public data only. */
export function unheldId(index: AdvisoryIndex | null, text: string): Static<typeof UnheldId> | null {
  if (!WHOLE_ID.test(text)) return null
  const id = text.toUpperCase().replace(/^GHSA-.*/, (ghsa) => `GHSA-${ghsa.slice('GHSA-'.length).toLowerCase()}`)
  const refs = index?.recordsById(id) ?? []
  if (index === null || refs.length === 0) return { id, state: 'unknown', summary: '', packages: [] }
  const texts = refs.map((ref) => index.text(ref))
  return {
    id,
    state: refs.every((ref) => index.record(ref).withdrawn !== '') ? 'withdrawn' : 'elsewhere',
    summary: (texts.find(({ summary }) => summary !== '')?.summary ?? '').slice(0, 2000),
    packages: [...new Set(texts.flatMap(({ packages }) => packages))].slice(0, MOST_PACKAGES),
  }
}
