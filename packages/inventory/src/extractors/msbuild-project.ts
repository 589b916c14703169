import { readXml } from '@cupel/formats'
import type { Scope } from '@cupel/model'
import type { Collector, NodeId } from '../extractor.ts'
import { defineExtractor } from '../extractor.ts'
import { centralVersions } from '../nuget/central-versions.ts'
import { exactNugetVersion } from '../nuget/exact-version.ts'
import { filesAbove } from '../nuget/files-above.ts'
import type { MsbuildItem } from '../nuget/msbuild-items.ts'
import { msbuildItems } from '../nuget/msbuild-items.ts'
import { msbuildProperties } from '../nuget/msbuild-properties.ts'
import { packageOfHint } from '../nuget/package-of-hint.ts'

const ASSEMBLIES = new Set(['Reference'])
const REFERENCES = new Set(['PackageReference', 'PackageDownload', 'DotNetCliToolReference'])

/**
 * Project files of .NET (NuGet "PackageReference in project files", "Central Package Management"): direct references only.
 * Versions come from the reference, or from the nearest Directory.Packages.props or Packages.props; properties from the file
 * and the Directory.Build.props above. Nothing is executed, so a version made by a function stays unknown. Assemblies in NuGet's folder of
 * packages tell theirs where no packages.config beside lists them.
 */
export default defineExtractor({
  id: 'msbuild-project',
  title: '.NET projects: *.csproj, *.vbproj, *.fsproj, *.vcxproj, *.sqlproj, *.wixproj',
  type: 'nuget',
  kind: 'manifest',
  suffixes: ['.csproj', '.vbproj', '.fsproj', '.vcxproj', '.sqlproj', '.wixproj'],
  yieldsTo: ['nuget-packages-lock', 'nuget-project-assets'],
  extract(input, out) {
    const root = readXml(input.text())
    if (root.name !== 'Project') return out.problem({ code: 'malformed', line: root.line, detail: 'the root element is not Project' })
    const central = [...filesAbove(input, 'Directory.Packages.props', out), ...filesAbove(input, 'Packages.props', out)]
    const properties = msbuildProperties([root, ...central, ...filesAbove(input, 'Directory.Build.props', out)])
    const versions = centralVersions(central, properties)
    const items = msbuildItems(root, REFERENCES, properties)
    const included = new Set(items.filter((item) => item.how === 'Include').map((item) => item.name.toLowerCase()))
    const updated = new Map<string, string>()
    for (const item of items) if (item.how === 'Update') updated.set(item.name.toLowerCase(), item.metadata('Version'))
    const project = out.project({ name: input.path.slice(input.path.lastIndexOf('/') + 1).replace(/\.[a-z]+$/, '') })
    for (const item of items) {
      const key = item.name.toLowerCase()
      if (item.how === 'Update' && included.has(key)) continue
      out.entries(1)
      // An update follows the reference it changes, as a rule.
      const stated = item.metadata('VersionOverride') || updated.get(key) || item.metadata('Version') || versions.get(key) || ''
      if (item.how === 'Update' && stated === '') {
        out.skip('change of a reference made elsewhere')
        continue
      }
      const node = addReference(item, stated, out)
      if (node !== null) out.edge(project, node)
    }
    const assemblies = msbuildItems(root, ASSEMBLIES, properties)
    if (assemblies.length > 0 && !input.list('').some((name) => /^packages(?:\..+)?\.config$/i.test(name)))
      for (const node of addAssemblies(assemblies, out)) out.edge(project, node)
  },
})

/** Packages of the assemblies that a project refers to by path, each once. */
function addAssemblies(items: readonly MsbuildItem[], out: Collector): readonly NodeId[] {
  const found = new Map<string, NodeId>()
  for (const item of items) {
    const held = packageOfHint(item.metadata('HintPath'))
    if (held === null || found.has(`${held.name} ${held.version}`)) continue
    out.entries(1)
    found.set(`${held.name} ${held.version}`, out.component({ ...held, line: item.line, scopes: ['runtime'] }))
  }
  return [...found.values()]
}

function addReference(item: MsbuildItem, stated: string, out: Collector): number | null {
  const { name, line } = item
  if (/[$@%](?:\(|\[)/.test(name)) {
    out.problem({ code: 'name-invalid', line, detail: `the name ${name} depends on a property that is not in the tree` })
    return null
  }
  const version = exactNugetVersion(stated)
  if (stated === '')
    out.problem({ code: 'version-unpinned', effect: 'note', line, detail: `${name} has no version here or in a file above` })
  else if (version === '')
    out.problem({ code: 'version-unpinned', effect: 'note', line, detail: `the version ${stated} of ${name} is not exact` })
  return out.component({ name, version, line, scopes: scopesOf(item) })
}

/** References whose assets stay private are analyzers and build tools. */
function scopesOf(item: MsbuildItem): readonly Scope[] {
  if (item.element !== 'PackageReference') return ['build']
  return item.metadata('PrivateAssets').toLowerCase() === 'all' ? ['build'] : ['runtime']
}
