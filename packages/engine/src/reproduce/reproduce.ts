import { readFileSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { documentInvalid, targetMissing } from '@cupel/model'
import { comparePackages } from '@cupel/provenance'
import type { PackageComparison } from '@cupel/provenance'
import { ArchiveRefused, readTarball } from '@cupel/source'
import type { Tarball } from '@cupel/source'
import { toolVersion } from '../tool-version.ts'
import { packSource } from './pack-source.ts'

export interface ReproduceRequest {
  /** The published tarball. */
  readonly published: string
  /** Checkout to pack; or `rebuilt`, a tarball that somebody made from it. */
  readonly source?: string
  readonly rebuilt?: string
  readonly cwd: string
}

export interface Reproduction extends PackageComparison {
  readonly schemaVersion: '1.0'
  readonly tool: { readonly name: 'cupel'; readonly version: string }
  readonly published: { readonly file: string; readonly sha256: string; readonly sha512: string }
  readonly rebuilt: { readonly from: string; readonly sha256: string; readonly sha512: string }
  /** Entries of either package that could not be read: then nothing is shown to be equal. */
  readonly unread: readonly string[]
  /** Scripts of the package that may make files, and were not run. */
  readonly scriptsNotRun: readonly string[]
  readonly verdict: { readonly outcome: 'reproduced' | 'differs' | 'incomplete'; readonly exitCode: 0 | 3 | 5 }
}

/** Compares a published npm package with its source. Nothing of the source is run. */
export async function reproduce({ published, source, rebuilt, cwd }: ReproduceRequest): Promise<Reproduction> {
  const theirs = await openTarball(readInput(published, cwd), published)
  const packed = rebuilt === undefined ? await packSource(resolve(cwd, source ?? '.')) : null
  const ours = await openTarball(packed?.tarball ?? readInput(rebuilt ?? '', cwd), rebuilt ?? source ?? '.')
  const scripts = packed?.manifest.scripts ?? []
  const compared = comparePackages(theirs, ours, { explain: () => explained(scripts) })
  const unread = [...theirs.problems, ...ours.problems].map(({ detail }) => detail)
  const outcome = compared.class === 'differs' ? 'differs' : unread.length > 0 ? 'incomplete' : 'reproduced'
  return {
    schemaVersion: '1.0',
    tool: { name: 'cupel', version: toolVersion() },
    published: { file: basename(published), sha256: theirs.sha256, sha512: theirs.sha512 },
    rebuilt: { from: rebuilt === undefined ? 'source' : basename(rebuilt), sha256: ours.sha256, sha512: ours.sha512 },
    ...compared,
    unread,
    scriptsNotRun: scripts,
    verdict: { outcome, exitCode: outcome === 'reproduced' ? 0 : outcome === 'incomplete' ? 3 : 5 },
  }
}

function explained(scripts: readonly string[]): string {
  return scripts.length === 0
    ? ''
    : `in the published package, and not in the source; its scripts (${scripts.join(', ')}) may have made it and were not run`
}

function readInput(file: string, cwd: string): Buffer {
  try {
    return readFileSync(resolve(cwd, file))
  } catch (error) {
    throw targetMissing(file, error)
  }
}

async function openTarball(bytes: Buffer, shown: string): Promise<Tarball> {
  try {
    const tarball = await readTarball(bytes)
    if (tarball.files.length === 0) throw new ArchiveRefused('malformed', 'holds no file')
    return tarball
  } catch (error) {
    if (error instanceof ArchiveRefused) throw documentInvalid(shown, error.message, { cause: error })
    throw error
  }
}
