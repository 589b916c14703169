import { lstatSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { configInvalid, targetMissing } from '@cupel/model'
import { writeTarball } from '@cupel/source'
import type { PackedFile } from '@cupel/source'

/** The parts of a package.json that decide what is packed and what could have made files. */
export interface SourceManifest {
  readonly name: string
  readonly version: string
  readonly scripts: readonly string[]
}

export interface PackedSource {
  readonly manifest: SourceManifest
  readonly tarball: Buffer
}

const MAX_MANIFEST = 10_000_000
const MAX_FILES = 200_000
const MAX_BYTES = 512 * 1024 * 1024
/** Scripts that npm runs before packing or publishing, and the usual name of what they call. */
const MAKING_SCRIPTS = ['prepublish', 'prepare', 'prepublishOnly', 'prepack', 'postpack', 'build']

/**
 * Packs a checkout as `npm pack --ignore-scripts` would, by npm's own rules for what belongs into a package. Nothing of the checkout is
 * run; links are left out, as npm does.
 */
export async function packSource(folder: string): Promise<PackedSource> {
  const raw = readManifest(folder)
  const { default: packlist } = await import('npm-packlist')
  const listed = await packlist({ path: folder, package: normalised(raw), isProjectRoot: true, edgesOut: new Map() })
  if (listed.length > MAX_FILES) throw configInvalid(folder, `the package would hold more than ${MAX_FILES} files`)
  const programs = programsOf(raw)
  const files: PackedFile[] = []
  let total = 0
  for (const path of listed) {
    const file = join(folder, path)
    const stat = lstatSync(file)
    if (!stat.isFile()) continue
    total += stat.size
    if (total > MAX_BYTES) throw configInvalid(folder, `the package would hold more than ${MAX_BYTES} bytes`)
    const executable = (stat.mode & 0o111) !== 0 || programs.has(path)
    files.push({ path: `package/${path}`, bytes: readFileSync(file), executable })
  }
  return { manifest: manifestOf(raw), tarball: writeTarball(files) }
}

type Raw = Readonly<Record<string, unknown>>

function readManifest(folder: string): Raw {
  const file = join(folder, 'package.json')
  let text: Buffer
  try {
    if (lstatSync(file).size > MAX_MANIFEST) throw new Error('it is too large for a package.json')
    text = readFileSync(file)
  } catch (error) {
    throw targetMissing(file, error)
  }
  try {
    const value: unknown = JSON.parse(text.toString('utf8').replace(/^\ufeff/, ''))
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Raw
  } catch (error) {
    throw configInvalid(file, 'is not JSON', { cause: error })
  }
  throw configInvalid(file, 'is not the manifest of a package')
}

function manifestOf(raw: Raw): SourceManifest {
  const text = (key: string): string => (typeof raw[key] === 'string' ? raw[key] : '')
  const scripts = typeof raw['scripts'] === 'object' && raw['scripts'] !== null ? Object.keys(raw['scripts']) : []
  return { name: text('name'), version: text('version'), scripts: MAKING_SCRIPTS.filter((name) => scripts.includes(name)) }
}

/** npm hands the list of files a manifest whose programs are a table of plain relative paths. */
function normalised(raw: Raw): Raw {
  const { bin, ...rest } = raw
  if (bin === undefined) return rest
  return { ...rest, bin: Object.fromEntries([...programsOf(raw)].map((path) => [path, path])) }
}

/** Files that `bin` names become programs whatever their mode is in the checkout. */
function programsOf({ bin }: Raw): ReadonlySet<string> {
  const named = typeof bin === 'string' ? [bin] : typeof bin === 'object' && bin !== null ? Object.values(bin) : []
  return new Set(named.filter((path): path is string => typeof path === 'string').map((path) => posix.normalize(path).replace(/^\/+/, '')))
}
