/** What a manifest asks for. */
export interface Need {
  /** Its lock always holds it; else it is optional or for development, which some locks leave out. */
  readonly always: boolean
  /** As written; empty for any version, or one that is told elsewhere. */
  readonly range: string
}

export type Needs = ReadonlyMap<string, Need>

/** Needs by name. Of a package that stands in a manifest more than once any of the ranges will do. */
export class NeedMap extends Map<string, Need> {
  add(name: string, need: Need): void {
    const known = this.get(name)
    if (known === undefined) this.set(name, need)
    else this.set(name, { always: known.always || need.always, range: eitherOf(known.range, need.range) })
  }

  /** For packages whose version something else decides. */
  anyRangeOf(decided: (name: string) => boolean): this {
    for (const [name, { always }] of this) if (decided(name)) this.set(name, { always, range: '' })
    return this
  }
}

function eitherOf(a: string, b: string): string {
  if (a === '' || b === '' || a === b) return a === b ? a : ''
  return `${a} || ${b}`
}

/** What lies around a manifest. */
export interface ManifestPlace {
  readonly folder: string
  /** Folders of the locks that answer for it. */
  readonly above: readonly string[]
  /** Text of a file of the tree; empty when there is none. */
  readonly read: (path: string) => string
}
