import { readXml } from '@cupel/formats'
import { defineExtractor } from '../extractor.ts'
import { centralVersions } from '../nuget/central-versions.ts'
import { exactNugetVersion } from '../nuget/exact-version.ts'
import { filesAbove } from '../nuget/files-above.ts'
import { msbuildItems } from '../nuget/msbuild-items.ts'
import { msbuildProperties } from '../nuget/msbuild-properties.ts'

const ITEMS = new Set(['PackageVersion', 'PackageReference', 'GlobalPackageReference'])

/**
 * Central package versions (NuGet "Central Package Management": Directory.Packages.props; Microsoft.Build.CentralPackageVersions:
 * Packages.props) and references that every project below gets (Directory.Build.props). A global reference is for the build.
 */
export default defineExtractor({
  id: 'nuget-central-packages',
  title: 'NuGet: Directory.Packages.props, Packages.props, Directory.Build.props and .targets',
  type: 'nuget',
  kind: 'manifest',
  files: ['Directory.Packages.props', 'Packages.props', 'Directory.Build.props', 'Directory.Build.targets'],
  extract(input, out) {
    const root = readXml(input.text())
    if (root.name !== 'Project') return out.problem({ code: 'malformed', line: root.line, detail: 'the root element is not Project' })
    const central = [...filesAbove(input, 'Directory.Packages.props', out), ...filesAbove(input, 'Packages.props', out)]
    const properties = msbuildProperties([root, ...filesAbove(input, 'Directory.Build.props', out), ...central])
    const versions = centralVersions(central, properties)
    for (const item of msbuildItems(root, ITEMS, properties)) {
      const { name, line, element } = item
      const own = item.metadata('Version')
      // Metadata for a reference that a project makes, not a reference.
      if (element === 'PackageReference' && item.how === 'Update' && own === '') continue
      const stated = own || (element === 'PackageVersion' ? '' : (versions.get(name.toLowerCase()) ?? ''))
      out.entries(1)
      if (/[$@%](?:\(|\[)/.test(name)) {
        out.problem({ code: 'name-invalid', line, detail: `the name ${name} depends on a property that is not in the tree` })
        continue
      }
      const version = exactNugetVersion(stated)
      if (version === '')
        out.problem({ code: 'version-unpinned', effect: 'note', line, detail: `the version "${stated}" of ${name} is not exact` })
      const build = element === 'GlobalPackageReference' || item.metadata('PrivateAssets').toLowerCase() === 'all'
      out.component({ name, version, line, scopes: [build ? 'build' : 'runtime'] })
    }
  },
})
