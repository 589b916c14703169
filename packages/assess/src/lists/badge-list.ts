import { repositoryKey } from './repository-key.ts'

/** A level as the Best Practices Badge site has it for a repository. */
export type BadgeLevel = 'none' | 'in-progress' | 'passing' | 'silver' | 'gold'

const LEVELS: Readonly<Record<string, BadgeLevel>> = { in_progress: 'in-progress', passing: 'passing', silver: 'silver', gold: 'gold' }

/**
 * Reads entries of the badge site (`projects.json`): `repo_url` and `badge_level` of each. The first entry of a repository counts, as it
 * was there first. Null when the text is no such list.
 */
export function readBadgeList(text: string): ReadonlyMap<string, BadgeLevel> | null {
  const entries = parsed(text)
  if (!Array.isArray(entries)) return null
  const levels = new Map<string, BadgeLevel>()
  for (const entry of entries) {
    if (typeof entry !== 'object' || entry === null || !('repo_url' in entry) || !('badge_level' in entry)) continue
    const key = typeof entry.repo_url === 'string' ? repositoryKey(entry.repo_url) : null
    const level = typeof entry.badge_level === 'string' && Object.hasOwn(LEVELS, entry.badge_level) ? LEVELS[entry.badge_level] : undefined
    if (key !== null && level !== undefined && !levels.has(key)) levels.set(key, level)
  }
  return entries.length > 0 && levels.size === 0 ? null : levels
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
