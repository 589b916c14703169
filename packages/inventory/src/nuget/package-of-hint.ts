/**
 * The package that an assembly lies in, by the folder that NuGet put it in (`..\\packages\\Name.1.2.3\\lib\\…`): the way of projects with a
 * `packages.config`. null for any other path.
 */
export function packageOfHint(path: string): { readonly name: string; readonly version: string } | null {
  const folder = /(?:^|[\\/)])packages[\\/]([^\\/]{1,300})[\\/]/i.exec(path)?.[1] ?? ''
  const [, name = '', version = ''] = /^([a-z_][\w-]*(?:\.[a-z_][\w-]*)*)\.(\d+(?:\.\d+)+(?:-[\w.-]+)?)$/i.exec(folder) ?? []
  return name === '' ? null : { name, version }
}
