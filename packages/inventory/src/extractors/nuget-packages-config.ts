import { readXml } from '@cupel/formats'
import { defineExtractor } from '../extractor.ts'
import { exactNugetVersion } from '../nuget/exact-version.ts'

/** packages.config of NuGet 2 (NuGet "packages.config reference"): a flat list, direct and transitive packages alike. */
export default defineExtractor({
  id: 'nuget-packages-config',
  title: 'NuGet: packages.config, packages.<project>.config',
  type: 'nuget',
  kind: 'lock',
  files: ['packages.config'],
  affixes: [['packages.', '.config']],
  extract(input, out) {
    const root = readXml(input.text())
    if (root.name !== 'packages') return out.problem({ code: 'malformed', line: root.line, detail: 'the root element is not packages' })
    out.entries(root.children.length)
    for (const { name: element, attributes, line } of root.children) {
      const [name, stated] = [attributes.get('id') ?? '', attributes.get('version') ?? '']
      if (element !== 'package') out.unknown(`element ${element}`, line)
      else if (name === '') out.problem({ code: 'name-invalid', line, detail: 'a package has no id' })
      else {
        const version = exactNugetVersion(stated)
        if (version === '') out.problem({ code: 'malformed', line, detail: `${name} has no version` })
        const dev = attributes.get('developmentDependency')?.toLowerCase() === 'true'
        out.component({ name, version, line, scopes: [dev ? 'dev' : 'runtime'] })
      }
    }
  },
})
