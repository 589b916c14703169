import type { EvidencePlace } from '@cupel/model'
import { html } from '../html/escape.ts'
import { oneLine } from '../text/printable.ts'
import { evidenceText } from './evidence-text.ts'

/** A page of ten thousand places helps nobody; the data of the page has all. */
const MAX_PLACES = 50

/** Places as a list, with their addresses where they have one; addresses of other schemes than https are shown, never linked. */
export function placeList(places: readonly EvidencePlace[]): string {
  const shown = places.filter((place) => evidenceText(place) !== '')
  if (shown.length === 0) return ''
  const items = shown.slice(0, MAX_PLACES).map((place) => {
    const snippet = place.snippet === undefined || place.snippet === '' ? '' : ` <code>${html(oneLine(place.snippet))}</code>`
    return `<li>${placeHtml(place)}${snippet}</li>`
  })
  const more = shown.length - items.length
  return `<ul class="places">${items.join('')}${more > 0 ? `<li class="note">${more} more are in the data of this page</li>` : ''}</ul>`
}

/** One place. */
export function placeHtml(place: EvidencePlace): string {
  const text = html(evidenceText(place))
  return place.url !== undefined && /^https:\/\/[^\s]+$/.test(place.url)
    ? `<a href="${html(place.url)}">${text}</a>`
    : `<code>${text}</code>`
}
