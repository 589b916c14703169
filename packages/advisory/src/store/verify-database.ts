import { CupelError, indexMissing } from '@cupel/model'
import { damaged } from '../errors.ts'
import { digestOf } from './digest-file.ts'
import { indexFolder } from './home.ts'
import type { Manifest } from './manifest.ts'
import { filesOf, readManifest } from './manifest.ts'
import type { FileStamp } from './new-file.ts'
import { openFile } from './open-index.ts'

export interface VerifiedFile {
  readonly file: string
  readonly bytes: number
  /** Empty when the file is what was written. */
  readonly fault: string
}

export interface VerifyResult {
  readonly digest: string
  readonly files: readonly VerifiedFile[]
  readonly ok: boolean
}

/** Reads every file of the index and compares it with the manifest. Throws CupelError when there is no index or its manifest is damaged. */
export function verifyDatabase(home: string): VerifyResult {
  const folder = indexFolder(home)
  const manifest = requireManifest(home)
  const files = filesOf(manifest).map((stamp) => ({ file: stamp.file, bytes: stamp.bytes, fault: faultOf(folder, stamp) }))
  return { digest: manifest.digest, files, ok: files.every((file) => file.fault === '') }
}

/** The manifest of a home. Throws CupelError when there is none. */
export function requireManifest(home: string): Manifest {
  const manifest = readManifest(indexFolder(home))
  if (manifest === null) throw indexMissing(home)
  return manifest
}

/** Throws `indexDamaged` for the first file that is not what was written. */
export function requireWhole(folder: string, stamps: readonly FileStamp[]): void {
  for (const stamp of stamps) {
    const fault = faultOf(folder, stamp)
    if (fault !== '') throw damaged(stamp.file, fault)
  }
}

function faultOf(folder: string, stamp: FileStamp): string {
  try {
    const source = openFile(folder, stamp.file)
    try {
      if (source.size !== stamp.bytes) return `${source.size} bytes long instead of ${stamp.bytes}`
      return digestOf(source) === stamp.sha256 ? '' : 'its digest is another'
    } finally {
      source.close()
    }
  } catch (error) {
    if (error instanceof CupelError) return 'missing'
    return error instanceof Error ? error.message : String(error)
  }
}
