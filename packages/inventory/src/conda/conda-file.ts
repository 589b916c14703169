import { nameOf } from '@cupel/source'

/** What the address of a conda package tells: `…/<channel>/<subdir>/<name>-<version>-<build>.conda`. */
export interface CondaFile {
  readonly name: string
  readonly version: string
  readonly build: string
  readonly subdir: string
  /** Archive form; empty when the address is of no conda archive. */
  readonly type: '' | 'conda' | 'tar.bz2'
}

/** Reads the address of a conda package; a name may hold hyphens, version and build may not. */
export function condaFile(address: string): CondaFile {
  const path = address.replace(/[?#].*$/s, '')
  const file = nameOf(path)
  const type = file.endsWith('.conda') ? 'conda' : file.endsWith('.tar.bz2') ? 'tar.bz2' : ''
  const parts = type === '' ? [] : file.slice(0, -type.length - 1).split('-')
  if (parts.length < 3) return { name: '', version: '', build: '', subdir: '', type }
  return {
    name: parts.slice(0, -2).join('-'),
    version: parts.at(-2) ?? '',
    build: parts.at(-1) ?? '',
    subdir: path.split('/').at(-2) ?? '',
    type,
  }
}
