import { DocumentInvalid, readXml } from '@cupel/formats'
import type { XmlElement } from '@cupel/formats'
import type { Facts } from '../facts/facts.ts'
import { isTestData } from '../files/is-test-data.ts'

/**
 * Whether the tree's project files fix what `restore` brings in: central package management with exact versions everywhere, or a
 * locked mode in every project file (NuGet documentation, "Central Package Management", "Locking dependencies").
 */
export function nugetLocked(facts: Facts): boolean {
  const central = centralVersions(facts)
  if (central !== null) return central.every((version) => /^\[[^[,]+\]$/.test(version))
  const modes = projectModes(facts)
  return modes.length > 0 && modes.every(Boolean)
}

function centralVersions(facts: Facts): readonly string[] | null {
  for (const path of facts.files.paths) {
    if (isTestData(path) || !/(?:^|\/)directory\.[^/]*\.props$/i.test(path)) continue
    const project = projectOf(facts, path)
    if (project === null) continue
    if (!isSet(project, 'ManagePackageVersionsCentrally')) return null
    return named(project, 'ItemGroup')
      .flatMap((group) => named(group, 'PackageVersion'))
      .map(({ attributes }) => attributes.get('Version') ?? '')
  }
  return null
}

function projectModes(facts: Facts): readonly boolean[] {
  return facts.files.paths
    .filter((path) => !isTestData(path) && /\.csproj$/i.test(path))
    .flatMap((path) => projectOf(facts, path) ?? [])
    .map((project) => isSet(project, 'RestoreLockedMode'))
}

function projectOf(facts: Facts, path: string): XmlElement | null {
  const text = facts.files.text(path)
  if (text === null) return null
  try {
    const root = readXml(text.replace(/^\uFEFF/, ''), { maxElements: 200_000 })
    return root.name === 'Project' ? root : null
  } catch (error) {
    if (!(error instanceof DocumentInvalid)) throw error
    return null
  }
}

function named(element: XmlElement, name: string): readonly XmlElement[] {
  return element.children.filter((child) => child.name === name)
}

function isSet(project: XmlElement, property: string): boolean {
  return named(project, 'PropertyGroup').some((group) => named(group, property).some(({ text }) => text.trim().toLowerCase() === 'true'))
}
