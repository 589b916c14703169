import type { Component } from '@cupel/model'
import { parsePurl } from '@cupel/model'
import { purlMatches } from '@cupel/formats'
import { nugetVersion } from '@cupel/policy'
import { readDistributionName, Refused } from '@cupel/provenance'
import { plainPurl } from './evidence-store.ts'

const ARCHIVE = /\.(?:tgz|tar\.(?:gz|bz2|xz|zst)|crate|gem|nupkg|jar|war|whl|zip|conda)$/i

/**
 * The name by which evidence about the right bytes says that they are another package or version; null when it does not. Signed bytes of
 * an old release stay signed: a lock file that pins them under a new version must not pass.
 */
export function otherName(names: readonly string[], component: Pick<Component, 'purl' | 'name' | 'version'>): string | null {
  const purls = names.filter((name) => plainPurl(name) !== null)
  // A file may be called anything; a purl says which package and version is meant.
  const said = (purls.length > 0 ? purls : names).map((name) => [name, saysOther(name, component)] as const)
  // One artifact may be known under several names; one that fits is enough.
  if (said.some(([, other]) => other === false)) return null
  return said.find(([, other]) => other === true)?.[0] ?? null
}

/** `null`: the name says nothing of package and version. */
function saysOther(name: string, component: Pick<Component, 'purl' | 'name' | 'version'>): boolean | null {
  const purl = plainPurl(name)
  if (purl !== null) return !purlMatches(purl, plainPurl(component.purl) ?? component.purl)
  const file = name.split('/').at(-1) ?? ''
  if (component.purl.startsWith('pkg:pypi/')) {
    const [found, own] = [distribution(file), distribution(`${component.name}-${component.version}.tar.gz`)]
    if (found !== null && own !== null) return found.project !== own.project || found.version !== own.version
  }
  return ARCHIVE.test(file) ? saysOtherVersion(file.replace(ARCHIVE, ''), component) : null
}

function distribution(file: string): { readonly project: string; readonly version: string } | null {
  try {
    return readDistributionName(file)
  } catch (error) {
    if (error instanceof Refused) return null
    throw error
  }
}

/** Ecosystems whose archives have no platform in their names: what follows the numbers is the version's own, as in `1.2.0-beta`. */
const WITHOUT_PLATFORM: readonly string[] = ['npm', 'cargo', 'nuget', 'hex', 'pub']

/** `NAME-1.2.3` in the manner of npm pack, cargo, gem and the rest; what follows the version may be a platform. */
function saysOtherVersion(stem: string, { purl, version }: Pick<Component, 'purl' | 'version'>): boolean | null {
  const { type, namespace, name } = parsePurl(purl)
  const lower = stem.toLowerCase()
  const bases = [name, `${namespace.replace(/^@/, '').replaceAll('/', '-')}-${name}`].map((one) => one.toLowerCase())
  for (const base of bases) {
    const rest = lower.startsWith(base) ? /^[-._]v?(\d.*)$/.exec(lower.slice(base.length))?.[1] : undefined
    if (rest === undefined) continue
    const own = version.toLowerCase().replace(/^v(?=\d)/, '')
    if (type === 'nuget') return nugetVersion(rest) !== nugetVersion(own)
    const marks = WITHOUT_PLATFORM.includes(type) ? ['+'] : ['-', '_', '+']
    return !(rest === own || marks.some((mark) => rest.startsWith(own + mark)))
  }
  return null
}
