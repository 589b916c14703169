import { forbidden, invalid } from '../api/problem-details.ts'
import type { Viewer } from '../api/viewer.ts'
import { allowedUrl } from '../http/guarded-fetch.ts'

export interface Location {
  readonly kind: 'git' | 'folder'
  readonly location: string
  readonly ref: string
}

/**
 * Where a source may be read from: a repository at a public https address (git would also take paths, ssh and helper programs), or, for
 * administrators of the server only, a folder of this machine.
 */
export function checkLocation({ kind, location, ref }: Location, viewer: Viewer, privateNetwork: boolean): void {
  if (!/^[\w./@+-]*$/.test(ref) || ref.startsWith('-') || ref.includes('..')) throw invalid('ref: is no name of a branch, tag or commit')
  if (kind === 'git') return void allowedUrl(location, privateNetwork)
  if (!viewer.mayIn('admin:write', {})) throw forbidden('admin:write')
  if (!location.startsWith('/') && !/^[A-Za-z]:[\\/]/.test(location)) throw invalid('location: must be the whole path of a folder')
  if (location.split(/[\\/]/).includes('..')) throw invalid('location: must not go up')
}
