import { parsePurl } from '@cupel/model'
import { record, records, text } from '../record.ts'
import type { JsonRecord } from '../record.ts'

/**
 * Other packages that a component of CycloneDX says it was made from (`pedigree.ancestors`): a fork under a name of its own is known to
 * advisories by theirs. Those of the component's own package say nothing that its version does not.
 */
export function foreignAncestors(object: JsonRecord): readonly string[] {
  const own = packageOf(text(object['purl']))
  const ancestors = records(record(object['pedigree'])['ancestors'])
  return ancestors.map((ancestor) => text(ancestor['purl'])).filter((purl) => purl !== '' && packageOf(purl) !== own)
}

/** What a package URL names, whatever the version; the text itself where it is none. */
function packageOf(purl: string): string {
  try {
    const { type, namespace, name } = parsePurl(purl)
    return `${type}/${namespace}/${name}`
  } catch {
    return purl
  }
}
