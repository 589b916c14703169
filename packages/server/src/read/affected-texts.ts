import { loadVersionScheme } from '@cupel/model'
import type { OsvAffected, OsvEvent } from '@cupel/model'

/** Ranges of `affected` entries as people write them: `>= 1.0.0 < 1.4.3`; a long list of versions is counted. */
export function affectedTexts(affected: readonly OsvAffected[]): string[] {
  const texts = new Set<string>()
  for (const { ranges = [], versions = [] } of affected) {
    for (const { type, events } of ranges) if (type === 'SEMVER' || type === 'ECOSYSTEM') for (const text of spans(events)) texts.add(text)
    if (ranges.every(({ type }) => type !== 'SEMVER' && type !== 'ECOSYSTEM') && versions.length > 0) {
      texts.add(versions.length <= 10 ? versions.join(', ') : `${versions.length} listed versions`)
    }
  }
  return [...texts].slice(0, 50)
}

/** Every version that ends an affected range, in version order. */
export async function allFixes(affected: readonly OsvAffected[]): Promise<string[]> {
  const [first] = affected
  if (first?.package === undefined) return []
  const fixed = new Set(
    affected.flatMap(({ ranges = [] }) =>
      ranges.filter(({ type }) => type !== 'GIT').flatMap(({ events }) => events.flatMap((event) => event.fixed ?? [])),
    ),
  )
  const scheme = await loadVersionScheme(first.package.ecosystem)
  return [...fixed].sort((a, b) => scheme.compare(a, b)).slice(0, 50)
}

function spans(events: readonly OsvEvent[]): string[] {
  const texts: string[] = []
  let start = ''
  for (const event of events) {
    if (event.introduced !== undefined) start = event.introduced === '0' ? '' : `>= ${event.introduced} `
    else if (event.fixed !== undefined) texts.push(`${start}< ${event.fixed}`)
    else if (event.last_affected !== undefined) texts.push(`${start}<= ${event.last_affected}`)
  }
  if (texts.length === 0) texts.push(start === '' ? 'all versions' : start.trim())
  return texts
}
