import type { XmlElement } from '@cupel/formats'

/** `<dependency>` as written, properties not replaced; absent parts are ``. */
export interface PomDependency {
  readonly group: string
  readonly artifact: string
  readonly version: string
  readonly type: string
  readonly classifier: string
  readonly scope: string
  readonly optional: string
  readonly line: number
}

export interface PomPart {
  readonly properties: ReadonlyMap<string, string>
  readonly dependencies: readonly PomDependency[]
  readonly managed: readonly PomDependency[]
  /** Build plug-ins and build extensions, with what they need. */
  readonly plugins: readonly PomDependency[]
  readonly managedPlugins: readonly PomDependency[]
  readonly modules: readonly string[]
}

export interface PomProfile extends PomPart {
  readonly id: string
  readonly activeByDefault: boolean
}

export interface Pom extends PomPart {
  readonly modelVersion: string
  readonly group: string
  readonly artifact: string
  readonly version: string
  readonly packaging: string
  readonly parent: PomParent | null
  readonly profiles: readonly PomProfile[]
  readonly licenses: readonly string[]
}

export interface PomParent {
  readonly group: string
  readonly artifact: string
  readonly version: string
  /** `` when the file says not to look in the tree. */
  readonly relativePath: string
  readonly line: number
}

/** Reads the parts of a `<project>` (POM reference, model 4.0.0 and 4.1.0) that name dependencies. */
export function readPom(root: XmlElement): Pom {
  const parent = child(root, 'parent')
  return {
    ...readPart(root),
    modelVersion: textOf(root, 'modelVersion'),
    group: textOf(root, 'groupId'),
    artifact: textOf(root, 'artifactId'),
    version: textOf(root, 'version'),
    packaging: textOf(root, 'packaging'),
    parent:
      parent === undefined
        ? null
        : {
            group: textOf(parent, 'groupId'),
            artifact: textOf(parent, 'artifactId'),
            version: textOf(parent, 'version'),
            relativePath: child(parent, 'relativePath') === undefined ? '../pom.xml' : textOf(parent, 'relativePath'),
            line: parent.line,
          },
    profiles: listOf(root, 'profiles', 'profile').map((profile) => ({
      ...readPart(profile),
      id: textOf(profile, 'id'),
      activeByDefault: textOf(child(profile, 'activation'), 'activeByDefault') === 'true',
    })),
    licenses: listOf(root, 'licenses', 'license')
      .map((license) => textOf(license, 'name'))
      .filter((name) => name !== ''),
  }
}

function readPart(element: XmlElement): PomPart {
  const build = child(element, 'build')
  const plugins = listOf(build, 'plugins', 'plugin')
  return {
    properties: new Map((child(element, 'properties')?.children ?? []).map((property) => [property.name, property.text.trim()])),
    dependencies: listOf(element, 'dependencies', 'dependency').map(readDependency),
    managed: listOf(child(element, 'dependencyManagement'), 'dependencies', 'dependency').map(readDependency),
    plugins: [
      ...plugins.map(readPlugin),
      ...plugins.flatMap((plugin) => listOf(plugin, 'dependencies', 'dependency').map(readDependency)),
      ...listOf(build, 'extensions', 'extension').map(readDependency),
    ],
    managedPlugins: listOf(child(build, 'pluginManagement'), 'plugins', 'plugin').map(readPlugin),
    modules: [...listOf(element, 'modules', 'module'), ...listOf(element, 'subprojects', 'subproject')]
      .map((module) => module.text.trim())
      .filter((module) => module !== ''),
  }
}

function readDependency(element: XmlElement): PomDependency {
  return {
    group: textOf(element, 'groupId'),
    artifact: textOf(element, 'artifactId'),
    version: textOf(element, 'version'),
    type: textOf(element, 'type'),
    classifier: textOf(element, 'classifier'),
    scope: textOf(element, 'scope'),
    optional: textOf(element, 'optional'),
    line: element.line,
  }
}

function readPlugin(element: XmlElement): PomDependency {
  const plugin = readDependency(element)
  return plugin.group === '' ? { ...plugin, group: 'org.apache.maven.plugins' } : plugin
}

function child(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((found) => found.name === name)
}

function textOf(element: XmlElement | undefined, name: string): string {
  return child(element, name)?.text.trim() ?? ''
}

function listOf(element: XmlElement | undefined, list: string, name: string): readonly XmlElement[] {
  return child(element, list)?.children.filter((found) => found.name === name) ?? []
}
