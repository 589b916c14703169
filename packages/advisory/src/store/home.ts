import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'

/**
 * Folder of cupel's own data: `CUPEL_HOME`, else `cupel` in `XDG_DATA_HOME`, else in `~/.local/share` (on Windows in
 * `LOCALAPPDATA`). A relative XDG path counts as unset (XDG Base Directory Specification 0.8).
 */
export function cupelHome(env: Readonly<Record<string, string | undefined>>): string {
  const own = env['CUPEL_HOME']
  if (own !== undefined && own !== '') return own
  const data = env['XDG_DATA_HOME']
  if (data !== undefined && isAbsolute(data)) return join(data, 'cupel')
  const windows = env['LOCALAPPDATA']
  if (windows !== undefined && isAbsolute(windows)) return join(windows, 'cupel')
  const home = env['HOME']
  return join(home !== undefined && isAbsolute(home) ? home : homedir(), '.local', 'share', 'cupel')
}

/** Where the index's files are. */
export function indexFolder(home: string): string {
  return join(home, 'index')
}

/** Where downloads wait until they are part of the index. */
export function downloadFolder(home: string): string {
  return join(home, 'downloads')
}
