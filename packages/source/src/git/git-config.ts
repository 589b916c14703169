import { lstatSync } from 'node:fs'
import type { GitPlace } from './run-git.ts'
import { runGit } from './run-git.ts'

/** One setting: `section.subsection.key` with section and key in lower case, as git lists it. */
export type GitSetting = readonly [key: string, value: string]

const CONFIG_BYTES = 1 << 20

/**
 * The settings that one configuration file states, in order, none of them applied and nothing it includes read. Empty when there is
 * no such regular file or it is larger than a configuration is; throws GitFailed when it is damaged.
 */
export async function readGitConfig(place: GitPlace, file: string): Promise<readonly GitSetting[]> {
  const stat = lstatSync(file, { throwIfNoEntry: false })
  if (stat === undefined || !stat.isFile() || stat.size > CONFIG_BYTES) return []
  const listed = await runGit(place, ['config', '--file', file, '--no-includes', '--null', '--list'])
  return listed
    .toString('utf8')
    .split('\0')
    .filter((record) => record !== '')
    .map((record) => {
      const end = record.indexOf('\n')
      return end < 0 ? [record, 'true'] : [record.slice(0, end), record.slice(end + 1)]
    })
}

/** Last value of a setting, as git would take it. */
export function settingOf(settings: readonly GitSetting[], key: string): string | undefined {
  return settings.findLast(([name]) => name === key)?.[1]
}
