import type { Component, Evidence, Hash } from '@cupel/model'
import { printableJson } from '../text/printable.ts'

/** Text that stands in JSON as it is, and is safe to print: visible ASCII without quote and backslash. */
const PLAIN = /^[ !#-[\]-~]*$/
/** Lists of scopes and of licences are mostly the same few; of more the rest of their lines is written anew each time. */
const MAX_KEPT = 1000

/** Text from the ecosystem to the line of the evidence, and what it is made of beside the scopes. */
interface Head {
  readonly ecosystem: string
  readonly direct: boolean | null
  readonly path: string
  readonly text: string
}

/** Text from the column of the evidence to the value of the hash, and what it is made of beside the licences. */
interface Tail {
  readonly place: Evidence
  readonly algorithm: Hash['algorithm'] | undefined
  readonly text: string
}

/**
 * Writes components as printable JSON, one a line, with their keys in the order of the contract. The usual ones, of one place and one
 * hash, are put together from texts that hold nothing to escape and from two parts that neighbours share, for a third of what
 * JSON.stringify takes; it writes the others.
 */
export function componentLines(): (component: Component) => string {
  const heads = new Map<readonly string[], Head>()
  const tails = new Map<readonly string[], Tail>()

  function head({ ecosystem, scopes, direct }: Component, path: string): string {
    const known = heads.get(scopes)
    if (known !== undefined && known.path === path && known.direct === direct && known.ecosystem === ecosystem) return known.text
    const text = `${json(ecosystem)},"scopes":${json(scopes)},"direct":${direct},"evidence":[{"path":${json(path)},"line":`
    if (heads.size < MAX_KEPT) heads.set(scopes, { ecosystem, direct, path, text })
    return text
  }
  function tail({ licenses }: Component, place: Evidence, algorithm: Hash['algorithm'] | undefined): string {
    const known = tails.get(licenses)
    if (known !== undefined && known.algorithm === algorithm && known.place.column === place.column) {
      if (known.place.by === place.by && known.place.kind === place.kind) return known.text
    }
    const hash = algorithm === undefined ? '' : `{"algorithm":${json(algorithm)},"value":"`
    const text = `,"column":${place.column},"by":${json(place.by)},"kind":${json(place.kind)}}],"licenses":${json(licenses)},"hashes":[${hash}`
    if (tails.size < MAX_KEPT) tails.set(licenses, { place, algorithm, text })
    return text
  }
  return (component) => {
    const { purl, name, version, evidence, hashes } = component
    const place = evidence[0]
    const hash = hashes[0]
    if (place?.line === undefined || place.column === undefined || place.layer !== undefined || component.subject !== undefined)
      return json(component)
    if (evidence.length > 1 || hashes.length > 1 || !PLAIN.test(purl) || !PLAIN.test(name) || !PLAIN.test(version)) return json(component)
    const value = hash === undefined ? '' : hash.value
    if (!PLAIN.test(value)) return json(component)
    const end = hash === undefined ? ']}' : `${value}"}]}`
    return `{"purl":"${purl}","name":"${name}","version":"${version}","ecosystem":${head(component, place.path)}${place.line}${tail(component, place, hash?.algorithm)}${end}`
  }
}

function json(value: unknown): string {
  return printableJson(JSON.stringify(value))
}
