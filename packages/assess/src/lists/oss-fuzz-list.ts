import { repositoryKey } from './repository-key.ts'

/** Repositories that OSS-Fuzz builds. */
export type OssFuzzList = ReadonlySet<string>

/** Reads OSS-Fuzz's `status.json`: `projects[].main_repo`. Null when the text is no such list, or an empty one. */
export function readOssFuzzStatus(text: string): OssFuzzList | null {
  const projects = listed(text)
  const keys = projects.flatMap((one) => {
    const stated = typeof one === 'object' && one !== null && 'main_repo' in one ? one.main_repo : null
    const key = typeof stated === 'string' ? repositoryKey(stated) : null
    return key === null ? [] : [key]
  })
  return keys.length === 0 ? null : new Set(keys)
}

/** The `main_repo` of one `project.yaml` of OSS-Fuzz's repository; null when it states none. */
export function ossFuzzRepository(projectYaml: string): string | null {
  const stated = /^main_repo:[ \t]{0,8}["']?([^\s"'#]{1,500})/m.exec(projectYaml.slice(0, 100_000))?.[1]
  return stated === undefined ? null : repositoryKey(stated)
}

function listed(text: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(text)
    const projects = typeof value === 'object' && value !== null && 'projects' in value ? value.projects : null
    return Array.isArray(projects) ? projects : []
  } catch {
    return []
  }
}
