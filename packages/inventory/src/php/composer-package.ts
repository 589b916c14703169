import type { Scope } from '@cupel/model'
import type { Collector, FoundPackage, NodeId } from '../extractor.ts'
import { hexHash } from '../text/digest.ts'
import { asArray, asObject, asString } from '../text/json-value.ts'
import type { JsonObject } from '../text/json-value.ts'
import { vcsUrl } from '../text/vcs-url.ts'

export interface ComposerEntry {
  readonly table: JsonObject
  readonly line: number | undefined
  readonly scope: Scope
  /** From the extracted file to the folder of the project, ending with `/`. */
  readonly top?: string
}

export interface ComposerNode {
  readonly node: NodeId
  readonly table: JsonObject
}

/**
 * Writes one package as composer.lock and installed.json both state it (Composer schema, "package"). A package of the tree
 * itself (dist type `path`) gives null and a skip.
 */
export function addComposerPackage(out: Collector, { table, line, scope, top = '' }: ComposerEntry): ComposerNode | null {
  const dist = asObject(table['dist'])
  if (asString(dist?.['type']) === 'path') {
    out.skip('local path')
    out.project({ name: asString(table['name']), folder: top + asString(dist?.['url']) })
    return null
  }
  const full = asString(table['name'])
  const slash = full.indexOf('/')
  const node = out.component({
    ...(slash < 0 ? { name: full } : { namespace: full.slice(0, slash), name: full.slice(slash + 1) }),
    ...versionOf(table),
    ...(line === undefined ? {} : { line }),
    scopes: [scope],
    licenses: licensesOf(table['license']),
    hashes: hexHash('sha1', asString(dist?.['shasum'])),
  })
  return { node, table }
}

/** A branch (`dev-main`, `2.x-dev`) moves: the commit tells which state it was. */
function versionOf(table: JsonObject): Pick<FoundPackage, 'version' | 'qualifiers'> {
  const version = asString(table['version'])
  const source = asObject(table['source'])
  const url = asString(source?.['url'])
  if (!/^dev-|-dev$/.test(version) || url === '') return { version }
  return { version, qualifiers: { vcs_url: vcsUrl(asString(source?.['type']) || 'git', url, asString(source?.['reference'])) } }
}

/** A list means a choice (Composer schema, "license"). */
function licensesOf(license: unknown): readonly string[] {
  const names = (asArray(license) ?? [license]).map(asString).filter((name) => name !== '')
  if (names.length < 2) return names
  return [names.map((name) => (name.includes(' ') && !name.startsWith('(') ? `(${name})` : name)).join(' OR ')]
}
