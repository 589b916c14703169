import { readXml } from '@cupel/formats'
import type { XmlElement } from '@cupel/formats'
import type { Scope } from '@cupel/model'
import { defineExtractor } from '../extractor.ts'
import { reportConflict } from '../text/conflict-marker.ts'

/** ivy.xml (Apache Ivy reference, "ivy file"): the modules asked for; a revision that is a range, `latest.…` or a property is no version. */
export default defineExtractor({
  id: 'ivy-file',
  title: 'Apache Ivy: ivy.xml',
  type: 'maven',
  kind: 'manifest',
  sourceOnly: true,
  files: ['ivy.xml'],
  extract(input, out) {
    const text = input.text()
    reportConflict(text, out)
    const root = readXml(text, { doctype: 'ignore' })
    if (root.name !== 'ivy-module') return out.problem({ code: 'malformed', line: root.line, detail: 'the root element is not ivy-module' })
    out.format(attribute(root, 'version'))
    const info = root.children.find(({ name }) => name === 'info')
    const project = out.project({ name: info === undefined ? '' : attribute(info, 'module') })
    for (const list of root.children.filter(({ name }) => name === 'dependencies')) {
      for (const element of list.children) {
        if (/^(?:exclude|override|conflict)$/.test(element.name)) continue
        out.entries(1)
        const name = attribute(element, 'name')
        if (element.name !== 'dependency' || name === '') {
          out.unknown(`element ${element.name}`, element.line)
          continue
        }
        const revision = attribute(element, 'rev')
        const version = /^latest\.|[[\](){}+,*$]/.test(revision) ? '' : revision
        // Without an organisation it is of the module's own.
        const namespace = attribute(element, 'org') || (info === undefined ? '' : attribute(info, 'organisation'))
        out.edge(project, out.component({ namespace, name, version, line: element.line, scopes: [scopeOf(attribute(element, 'conf'))] }))
      }
    }
  },
})

function attribute({ attributes }: XmlElement, name: string): string {
  return (attributes.get(name) ?? '').trim()
}

function scopeOf(configuration: string): Scope {
  return /^tests?\b/.test(configuration) ? 'test' : 'runtime'
}
