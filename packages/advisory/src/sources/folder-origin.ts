import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Answer, AskOptions, Download, DownloadOptions, Origin } from './origin.ts'
import { sourceUnusable } from '../errors.ts'

/** A folder as a source of advisory data. Length and time of a file are its tag; nothing is copied. */
export function folderOrigin(folder: string): Origin {
  return {
    label: folder,
    single: false,
    ask: (path, options) => Promise.resolve(ask(join(folder, path), options)),
    download: (path, options) => Promise.resolve(locate(join(folder, path), options)),
    under: (path) => folderOrigin(join(folder, path)),
  }
}

function ask(path: string, { tag, maxBytes }: AskOptions): Answer {
  const stat = statOf(path)
  if (stat === null) return { kind: 'absent' }
  if (stat.tag === tag) return { kind: 'unchanged' }
  if (stat.bytes > maxBytes) throw sourceUnusable(path, `${stat.bytes} bytes, more than the limit of ${maxBytes}`)
  return { kind: 'bytes', bytes: readFileSync(path), tag: stat.tag }
}

function locate(path: string, { tag, maxBytes }: DownloadOptions): Download {
  const stat = statOf(path)
  if (stat === null) return { kind: 'absent' }
  if (stat.tag === tag) return { kind: 'unchanged' }
  if (stat.bytes > maxBytes) throw sourceUnusable(path, `${stat.bytes} bytes, more than the limit of ${maxBytes}`)
  return { kind: 'file', path, tag: stat.tag, bytes: stat.bytes }
}

function statOf(path: string): { readonly bytes: number; readonly tag: string } | null {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (stat === undefined) return null
  if (!stat.isFile()) throw sourceUnusable(path, 'not a regular file')
  return { bytes: stat.size, tag: `${stat.size}-${Math.round(stat.mtimeMs)}` }
}
