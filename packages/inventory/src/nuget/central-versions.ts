import type { XmlElement } from '@cupel/formats'
import type { MsbuildItem } from './msbuild-items.ts'
import { msbuildItems } from './msbuild-items.ts'
import type { Properties } from './msbuild-properties.ts'

const ELEMENTS = new Set(['PackageVersion', 'PackageReference', 'GlobalPackageReference'])

/** Package id in lower case → version that central files state, the nearest file first. */
export function centralVersions(files: readonly XmlElement[], properties: Properties): Map<string, string> {
  return versionsOf(files.flatMap((file) => msbuildItems(file, ELEMENTS, properties)))
}

function versionsOf(items: readonly MsbuildItem[]): Map<string, string> {
  const versions = new Map<string, string>()
  for (const item of items) {
    const version = item.metadata('Version')
    const key = item.name.toLowerCase()
    if (version !== '' && !versions.has(key)) versions.set(key, version)
  }
  return versions
}
