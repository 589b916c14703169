import { pep440Key, pep440Text } from '@cupel/model'
import { Refused } from '../verdict/refused.ts'

/** What the file name of a Python distribution says, in normal form: equal names mean equal values here. */
export interface DistributionName {
  readonly kind: 'sdist' | 'wheel'
  /** PEP 503: lower case, runs of `-_.` as one `-`. */
  readonly project: string
  /** PEP 440 normal form without trailing zeros of the release. */
  readonly version: string
  /** Build tag of a wheel, number and rest. */
  readonly build?: string
  /** Every compatibility tag a wheel stands for, sorted: the order inside the name says nothing. */
  readonly tags: readonly string[]
}

const MAX_LENGTH = 1024
const MAX_TAGS = 1000

/** Of the release part of a normal version: 1.0 and 1.0.0 are one release. */
const TRAILING_ZEROS = /^((?:[0-9]+!)?[0-9]+(?:\.[0-9]+)*?)(?:\.0)+(?=$|[a-z+]|\.[pd])/

/**
 * Reads a source distribution (`.tar.gz`, `.zip`; PEP 625) or wheel name (binary distribution format, "File name convention").
 * Refuses other suffixes, also in upper case, names that do not split in one way, and versions that are none.
 */
export function readDistributionName(file: string): DistributionName {
  if (file.length > MAX_LENGTH) throw new Refused('limit-exceeded', 'The distribution file name is too long')
  if (file.endsWith('.whl')) return readWheel(file, file.slice(0, -'.whl'.length))
  if (file.endsWith('.tar.gz')) return readSdist(file, file.slice(0, -'.tar.gz'.length))
  if (file.endsWith('.zip')) return readSdist(file, file.slice(0, -'.zip'.length))
  throw notAName(file, 'it ends in none of .whl, .tar.gz, .zip')
}

/** Whether two file names stand for the same distribution. */
export function sameDistribution(left: DistributionName, right: DistributionName): boolean {
  return (
    left.kind === right.kind &&
    left.project === right.project &&
    left.version === right.version &&
    left.build === right.build &&
    left.tags.length === right.tags.length &&
    left.tags.every((tag, index) => tag === right.tags[index])
  )
}

/** The normal form of a project name (PEP 503, "Normalized Names"). */
export function normalProjectName(name: string): string {
  return name.replace(/[-_.]+/g, '-').toLowerCase()
}

function readSdist(file: string, stem: string): DistributionName {
  const dash = stem.lastIndexOf('-')
  if (dash < 1) throw notAName(file, 'it has no version')
  return { kind: 'sdist', project: project(file, stem.slice(0, dash)), version: version(file, stem.slice(dash + 1)), tags: [] }
}

function readWheel(file: string, stem: string): DistributionName {
  const parts = stem.split('-')
  if (parts.length !== 5 && parts.length !== 6) throw notAName(file, `it has ${parts.length} parts, a wheel has 5 or 6`)
  const [name = '', release = ''] = parts
  if (name.includes('__')) throw notAName(file, 'its project name holds two underscores in a row')
  const build = parts.length === 6 ? parts[2] : undefined
  if (build !== undefined && !/^[0-9]/.test(build)) throw notAName(file, 'its build tag does not start with a digit')
  const tags = wheelTags(file, parts.slice(-3))
  const wheel = { kind: 'wheel', project: project(file, name), version: version(file, release), tags } as const
  return build === undefined ? wheel : { ...wheel, build: build.replace(/^0+(?=[0-9])/, '') }
}

/** Every combination of interpreter, ABI and platform (PEP 425, "Compressed Tag Sets"). */
function wheelTags(file: string, parts: readonly string[]): readonly string[] {
  const [interpreters = [], abis = [], platforms = []] = parts.map((part) => part.toLowerCase().split('.'))
  if ([...interpreters, ...abis, ...platforms].includes('')) throw notAName(file, 'it has an empty compatibility tag')
  if (interpreters.length * abis.length * platforms.length > MAX_TAGS) {
    throw new Refused('limit-exceeded', 'The wheel name stands for too many tags')
  }
  const tags = interpreters.flatMap((interpreter) => {
    return abis.flatMap((abi) => platforms.map((platform) => `${interpreter}-${abi}-${platform}`))
  })
  return [...new Set(tags)].toSorted()
}

function project(file: string, name: string): string {
  if (!/^[A-Za-z0-9._-]+$/.test(name)) throw notAName(file, 'its project name has other characters than letters, digits and ._-')
  return normalProjectName(name)
}

function version(file: string, text: string): string {
  if (text !== text.trim() || pep440Key(text) === null) throw notAName(file, 'its version is no PEP 440 version')
  return pep440Text(text).replace(TRAILING_ZEROS, '$1')
}

function notAName(file: string, why: string): Refused {
  return new Refused('malformed', `The distribution file name is malformed: ${why}`, { found: file })
}
