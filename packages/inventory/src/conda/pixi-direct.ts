import { readToml } from '@cupel/formats'
import type { Collector, ExtractInput } from '../extractor.ts'
import { pypiName } from '../python/pypi-name.ts'
import { asObject, asString } from '../text/json-value.ts'
import type { JsonObject } from '../text/json-value.ts'
import { readBeside } from '../text/read-beside.ts'

/** What the manifest beside a pixi.lock asks for itself. */
export interface PixiDirect {
  readonly name: string
  readonly version: string
  /** `conda <name>` and `pypi <name>`. */
  readonly packages: ReadonlySet<string>
}

const CONDA_TABLES = ['dependencies', 'build-dependencies', 'host-dependencies']

/** Reads pixi.toml, or `[tool.pixi]` of pyproject.toml (Pixi reference, "The manifest"); null when there is none. */
export function pixiDirect(input: ExtractInput, out: Collector): PixiDirect | null {
  const read = (text: string): JsonObject => readToml(text) as JsonObject
  const own = readBeside(input, out, { name: 'pixi.toml', read })
  const root = own ?? asObject(asObject(readBeside(input, out, { name: 'pyproject.toml', read })?.['tool'])?.['pixi'])
  if (root === null) return null
  const packages = new Set<string>()
  const features = [root, ...Object.values(asObject(root['feature']) ?? {}).map(asObject)]
  const parts = features.flatMap((feature) => [feature, ...Object.values(asObject(feature?.['target']) ?? {}).map(asObject)])
  for (const part of parts) {
    for (const table of CONDA_TABLES) for (const name of Object.keys(asObject(part?.[table]) ?? {})) packages.add(`conda ${name}`)
    for (const name of Object.keys(asObject(part?.['pypi-dependencies']) ?? {})) packages.add(`pypi ${pypiName(name)}`)
  }
  const workspace = asObject(root['workspace']) ?? asObject(root['project'])
  return { name: asString(workspace?.['name']), version: asString(workspace?.['version']), packages }
}
