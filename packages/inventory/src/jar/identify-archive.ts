import type { Coordinates } from '../maven/coordinates.ts'
import type { ArchiveName } from './archive-name.ts'
import { knownGroup } from './known-groups.ts'
import type { Manifest } from './manifest.ts'

const WORD = /^[A-Za-z0-9][A-Za-z0-9._-]*$/
const GROUP = /^[A-Za-z][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)+$/

/**
 * Coordinates of an archive without pom.properties, from its file name and its manifest; null when the group, the artifact or
 * the version cannot be told. The file name decides what it states, since it is the name in the repository; groups come from
 * tables of known artifacts, from attributes that hold one, or, for a file with a version in its name, from its classes.
 */
export function identifyArchive(name: ArchiveName, manifest: Manifest, classes = ''): Coordinates | null {
  const attribute = (key: string): string => (manifest.get(key) ?? '').trim()
  const plugin = jenkinsPlugin(attribute)
  if (plugin !== null) return plugin
  const ivy = /^([A-Za-z0-9._-]+)#([A-Za-z0-9._-]+);(\S+)$/.exec(attribute('implementation-title'))
  if (ivy !== null) {
    const [, group = '', module = '', revision = ''] = ivy
    return name.version === '' ? { group, artifact: module, version: revision } : { group, artifact: name.artifact, version: name.version }
  }
  const version = name.version || versionOf(attribute)
  const artifact = name.version === '' ? artifactOf(attribute, name) : name.artifact
  if (version === '' || artifact === '') return null
  const known = knownGroup(artifact)
  if (known === '' && artifact.split('.').length > 2 && GROUP.test(artifact)) return dotted(artifact, version, symbolicName(attribute))
  const group = known || groupOf(attribute, artifact, name.version === '' ? '' : classes)
  return group === '' ? null : { group, artifact, version }
}

/**
 * A dotted name is either an artifact id that equals the bundle's symbolic name, as OSGi projects choose them, or
 * `group.artifact`, as Quarkus lays out applications.
 */
function dotted(name: string, version: string, symbolic: string): Coordinates {
  const parts = name.split('.')
  if (name.startsWith('org.osgi.')) return { group: 'org.osgi', artifact: name, version }
  const bundle = name === symbolic || name.startsWith('org.eclipse.')
  if (bundle) return { group: parts.slice(0, 3).join('.'), artifact: name, version }
  return { group: parts.slice(0, -1).join('.'), artifact: parts.at(-1) as string, version }
}

type Attribute = (key: string) => string

/** Jenkins plug-ins (maven-hpi-plugin). */
function jenkinsPlugin(attribute: Attribute): Coordinates | null {
  const [group, artifact] = [attribute('group-id'), attribute('short-name') || attribute('artifact-id')]
  const version = attribute('plugin-version').split(' ', 1)[0] ?? ''
  return group === '' || artifact === '' || version === '' ? null : { group, artifact, version }
}

function versionOf(attribute: Attribute): string {
  for (const key of ['implementation-version', 'bundle-version', 'specification-version']) {
    // "1.4 1855 April 22 2006"
    const version = attribute(key).split(/[\s(]/, 1)[0] ?? ''
    if (/^v?\d[A-Za-z0-9.+_-]*$/.test(version)) return version
  }
  return ''
}

function artifactOf(attribute: Attribute, name: ArchiveName): string {
  const symbolic = symbolicName(attribute)
  const titles = [
    attribute('implementation-title'),
    attribute('bundle-name'),
    attribute('specification-title'),
    attribute('extension-name'),
  ]
  if (knownGroup(name.artifact) !== '') return name.artifact
  const title = titles.find((text) => WORD.test(text) && !text.includes('.'))
  if (title !== undefined && (title === name.artifact || knownGroup(title) !== '')) return title
  const last = symbolic.slice(symbolic.lastIndexOf('.') + 1)
  return last === name.artifact || symbolic.endsWith('.' + name.artifact.replaceAll('-', '.')) || title === undefined
    ? name.artifact
    : title
}

/**
 * Names like `group.artifact` in attributes, and the package all classes are in. What the artifact id repeats is left out, as
 * long as two labels stay.
 */
function groupOf(attribute: Attribute, artifact: string, classes: string): string {
  const vendor = attribute('implementation-vendor-id')
  if (GROUP.test(vendor)) return vendor
  for (const name of [symbolicName(attribute), attribute('automatic-module-name'), attribute('implementation-title'), classes]) {
    if (!GROUP.test(name)) continue
    const parts = name.split('.')
    const last = parts.at(-1) as string
    const repeated = artifact === last || artifact.endsWith('-' + last) || name === classes
    const group = repeated || !artifact.startsWith(last) ? parts.slice(0, -1) : parts
    if (artifact === classes || (name === classes && !artifact.endsWith(last))) return parts.slice(0, 3).join('.')
    return group.length < 2 ? name : group.join('.')
  }
  return ''
}

function symbolicName(attribute: Attribute): string {
  return (attribute('bundle-symbolicname').split(';', 1)[0] ?? '').trim()
}
