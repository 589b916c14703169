import type { Problem } from '@cupel/model'
import type { Extraction } from './collect.ts'

const IMAGE = /^pkg:(?:docker|oci)\//

/**
 * One problem for the container images that manifests of the tree ship or run: what is in them decides what is shipped as much as any
 * lock does, and it is not here to be read. Images that only help to build or test are not among them.
 */
export function unreadImages(extractions: readonly Extraction[]): readonly Problem[] {
  const images = new Set<string>()
  let first: { readonly path: string; readonly line: number | undefined; readonly purl: string } | undefined
  for (const { components, coverage } of extractions) {
    components.forEach(({ purl, scopes, evidence }) => {
      if (evidence[0]?.kind !== 'manifest' || !IMAGE.test(purl) || !scopes.includes('runtime')) return
      images.add(purl)
      if (first === undefined || coverage.path < first.path) first = { path: coverage.path, line: evidence[0].line, purl }
    })
  }
  if (first === undefined) return []
  const more = images.size === 1 ? '' : ` and ${images.size - 1} more ${images.size === 2 ? 'image' : 'images'}`
  const detail = `${first.purl}${more} is part of what is shipped or run, and what is in it was not looked at`
  const hint = 'scan the built image: docker save IMAGE -o image.tar, then cupel scan image.tar; or leave the file out with --exclude'
  const place = first.line === undefined ? {} : { line: first.line }
  return [{ code: 'unsupported-content', effect: 'incomplete', path: first.path, ...place, detail, hint, by: 'walk' }]
}
