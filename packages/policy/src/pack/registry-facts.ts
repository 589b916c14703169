import { buildPurl, PurlInvalid } from '@cupel/model'
import type { ComponentFacts } from './policy-input.ts'

type Json = Readonly<Record<string, unknown>>
type Stated = Omit<ComponentFacts, 'source'>

/**
 * Facts about every version that a registry's own document tells of: an npm packument, a project of PyPI (its JSON API, or the simple API
 * of PEP 691 and 700), a crate of crates.io's API. null: the value is none of them. What it does not state, or not readably, is left out.
 */
export function registryFacts(value: unknown, source: string): ReadonlyMap<string, ComponentFacts> | null {
  if (!isObject(value)) return null
  const rows = npmRows(value) ?? pypiRows(value) ?? simpleRows(value) ?? crateRows(value)
  if (rows === null) return null
  const facts = new Map<string, ComponentFacts>()
  for (const [type, name, version, stated] of rows) {
    const purl = purlOf(type, name, version)
    if (purl !== null) facts.set(purl, { ...stated, source })
  }
  return facts
}

type Row = readonly [type: string, name: string, version: string, stated: Stated]

function npmRows({ name, versions, time }: Json): readonly Row[] | null {
  if (typeof name !== 'string' || !isObject(versions) || !isObject(time)) return null
  return Object.entries(versions).map(([version, manifest]): Row => {
    const { repository } = isObject(manifest) ? manifest : {}
    const url = isObject(repository) ? repository['url'] : repository
    return [
      'npm',
      name,
      version,
      { ...published(time[version]), ...(isObject(manifest) && warned(manifest['deprecated'])), ...address(url) },
    ]
  })
}

/** A text is the warning itself; some registries say true or false. */
function warned(deprecated: unknown): Stated {
  if (deprecated === undefined || deprecated === null || deprecated === '') return { deprecated: false }
  if (typeof deprecated === 'string') return { deprecated: true }
  return typeof deprecated === 'boolean' ? { deprecated } : {}
}

function pypiRows({ info, releases }: Json): readonly Row[] | null {
  if (!isObject(info) || !isObject(releases) || typeof info['name'] !== 'string') return null
  const name = info['name']
  const urls = isObject(info['project_urls']) ? info['project_urls'] : {}
  const repository = address(urls['Source'] ?? urls['Source Code'] ?? urls['Repository'])
  return Object.entries(releases).flatMap(([version, files]): readonly Row[] => {
    const list = Array.isArray(files) ? files.filter(isObject) : []
    if (list.length === 0) return []
    const deprecated = list.every((file) => file['yanked'] === true)
    return [['pypi', name, version, { ...latest(list.map((file) => file['upload_time_iso_8601'])), deprecated, ...repository }]]
  })
}

/** Files of PEP 691 name no version: each belongs to the longest listed version that its name goes on with. */
function simpleRows({ name, files, versions }: Json): readonly Row[] | null {
  if (typeof name !== 'string' || !Array.isArray(files) || !Array.isArray(versions)) return null
  const known = versions.filter((one): one is string => typeof one === 'string').toSorted((a, b) => b.length - a.length)
  const groups = new Map<string, Json[]>()
  for (const file of files.filter(isObject)) {
    const rest = typeof file['filename'] === 'string' ? file['filename'].slice(name.length + 1) : ''
    const version = known.find((one) => rest.startsWith(`${one}-`) || rest.startsWith(`${one}.`))
    if (version !== undefined) groups.set(version, [...(groups.get(version) ?? []), file])
  }
  return [...groups].map(([version, list]): Row => {
    const deprecated = list.every(({ yanked }) => yanked !== undefined && yanked !== false)
    return ['pypi', name, version, { ...latest(list.map((file) => file['upload-time'])), deprecated }]
  })
}

function crateRows({ crate, versions }: Json): readonly Row[] | null {
  if (!isObject(crate) || !Array.isArray(versions) || typeof crate['id'] !== 'string') return null
  const name = crate['id']
  return versions
    .filter(isObject)
    .flatMap(({ num, created_at: created, yanked }): readonly Row[] =>
      typeof num === 'string'
        ? [['cargo', name, num, { ...published(created), deprecated: yanked === true, ...address(crate['repository']) }]]
        : [],
    )
}

function published(value: unknown): Stated {
  return typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? { published: value } : {}
}

/** Files may be added to a version for ever: it is as new as the newest of them, and of unknown age when one does not say. */
function latest(values: readonly unknown[]): Stated {
  const times = values.filter((one): one is string => typeof one === 'string' && !Number.isNaN(Date.parse(one)))
  return times.length < values.length ? {} : published(times.toSorted((a, b) => Date.parse(b) - Date.parse(a))[0])
}

function address(value: unknown): Stated {
  return typeof value === 'string' && value !== '' ? { repository: value } : {}
}

function purlOf(type: string, name: string, version: string): string | null {
  const slash = type === 'npm' ? name.lastIndexOf('/') : -1
  try {
    return buildPurl({ type, namespace: slash < 0 ? '' : name.slice(0, slash), name: name.slice(slash + 1), version })
  } catch (error) {
    if (error instanceof PurlInvalid) return null
    throw error
  }
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
