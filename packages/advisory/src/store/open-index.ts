import { join } from 'node:path'
import type { AdvisoryIndex } from '../advisory-index.ts'
import type { ByteSource } from './byte-source.ts'
import { fileSource } from './byte-source.ts'
import { damaged } from '../errors.ts'
import { indexFolder } from './home.ts'
import { IndexReader } from './index-reader.ts'
import { readManifest } from './manifest.ts'

/** Opens the advisory index of a home; null when there is none yet. Throws CupelError when it is damaged or of another format. */
export function openIndex(home: string): AdvisoryIndex | null {
  const folder = indexFolder(home)
  const manifest = readManifest(folder)
  if (manifest === null) return null
  return new IndexReader(manifest, 'full', (file) => openFile(folder, file))
}

/** Opens one file of the index folder. */
export function openFile(folder: string, file: string): ByteSource {
  try {
    return fileSource(join(folder, file), file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw damaged(file, 'missing')
    throw error
  }
}
