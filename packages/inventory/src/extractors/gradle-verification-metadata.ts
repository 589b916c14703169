import { readXml } from '@cupel/formats'
import type { XmlElement } from '@cupel/formats'
import type { Hash, HashAlgorithm } from '@cupel/model'
import { defineExtractor } from '../extractor.ts'
import { hexHash } from '../text/digest.ts'

const ALGORITHMS: readonly HashAlgorithm[] = ['sha512', 'sha256', 'sha1', 'md5']
/** Endings of the file that stands for a component, best first. */
const MAIN = ['.jar', '.aar', '.klib', '.war', '.zip', '.module', '.pom']
const SECTIONS = new Set(['configuration', 'components'])

/**
 * gradle/verification-metadata.xml (Gradle user manual, "Dependency verification"): every component whose artifacts Gradle
 * may fetch, build plug-ins and parent POMs included. It says neither scopes nor edges. Hashes are those of the main artifact.
 */
export default defineExtractor({
  id: 'gradle-verification-metadata',
  title: 'Gradle dependency verification: gradle/verification-metadata.xml',
  type: 'maven',
  kind: 'lock',
  paths: ['gradle/verification-metadata.xml'],
  extract(input, out) {
    const root = readXml(input.text())
    if (root.name !== 'verification-metadata') {
      return out.problem({ code: 'malformed', line: root.line, detail: 'the root element is not verification-metadata' })
    }
    for (const section of root.children) if (!SECTIONS.has(section.name)) out.unknown(`element ${section.name}`, section.line)
    const components = root.children.filter((child) => child.name === 'components').flatMap((list) => list.children)
    out.entries(components.length)
    for (const component of components) {
      const { line } = component
      const [group = '', name = '', version = ''] = ['group', 'name', 'version'].map((key) => component.attributes.get(key))
      if (component.name !== 'component') out.unknown(`element ${component.name}`, line)
      else if (group === '' || name === '') out.problem({ code: 'name-invalid', line, detail: 'a component lacks its group or name' })
      else {
        if (version === '') out.problem({ code: 'malformed', line, detail: `${group}:${name} has no version` })
        out.component({ namespace: group, name, version, line, hashes: hashesOf(component) })
      }
    }
  },
})

function hashesOf(component: XmlElement): readonly Hash[] {
  const artifacts = component.children.filter((child) => child.name === 'artifact')
  const [name = '', version = ''] = [component.attributes.get('name'), component.attributes.get('version')]
  const fileOf = (artifact: XmlElement): string => artifact.attributes.get('name') ?? ''
  const main =
    MAIN.map((ending) => artifacts.find((artifact) => fileOf(artifact) === `${name}-${version}${ending}`)).find(
      (found) => found !== undefined,
    ) ??
    artifacts.find((artifact) => !/\.(?:pom|module)$/.test(fileOf(artifact))) ??
    artifacts[0]
  return ALGORITHMS.flatMap((algorithm) => {
    const value = main?.children.find((child) => child.name === algorithm)?.attributes.get('value') ?? ''
    return hexHash(algorithm, value)
  })
}
