import { readXml } from '@cupel/formats'
import { defineExtractor } from '../extractor.ts'
import { reportConflict } from '../text/conflict-marker.ts'

/** .mvn/extensions.xml (Maven documentation, "Using Maven extensions"): what is loaded into the build itself, at an exact version. */
export default defineExtractor({
  id: 'maven-extensions',
  title: 'Maven: .mvn/extensions.xml',
  type: 'maven',
  kind: 'manifest',
  paths: ['.mvn/extensions.xml'],
  extract(input, out) {
    const text = input.text()
    reportConflict(text, out)
    const root = readXml(text)
    if (root.name !== 'extensions') return out.problem({ code: 'malformed', line: root.line, detail: 'the root element is not extensions' })
    out.format('')
    for (const element of root.children) {
      out.entries(1)
      const value = (name: string): string => element.children.find((child) => child.name === name)?.text.trim() ?? ''
      const [namespace, name, version] = [value('groupId'), value('artifactId'), value('version')]
      if (element.name !== 'extension' || name === '') out.unknown(`element ${element.name}`, element.line)
      else
        out.component({
          namespace,
          name,
          version: /[[\](),$]/.test(version) ? '' : version,
          line: element.line,
          scopes: ['build'],
          direct: true,
        })
    }
  },
})
