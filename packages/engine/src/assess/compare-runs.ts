import { existsSync, readdirSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { compareAssessments } from '@cupel/formats'
import type { AssessmentComparison } from '@cupel/formats'
import { targetEmpty, targetMissing, usageWrongValue } from '@cupel/model'
import { storedAssessment } from './stored-assessment.ts'

/** Compares two reports, or two folders that `cupel assess list` wrote, project by project and no more than two reports at a time. */
export function compareRuns(before: string, after: string, cwd: string): AssessmentComparison {
  const [old, fresh] = [reportFiles(before, cwd), reportFiles(after, cwd)]
  if (old === null && fresh === null) {
    return { projects: [compareAssessments(storedAssessment(before, cwd), storedAssessment(after, cwd))], appeared: [], gone: [] }
  }
  if (old === null || fresh === null)
    throw usageWrongValue('cupel assess compare', old === null ? before : after, 'give two reports or two folders')
  const nameOf = (file: string): string => storedAssessment(file, cwd).project.name
  const projects = [...fresh].flatMap(([name, file]) => {
    const earlier = old.get(name)
    return earlier === undefined ? [] : [compareAssessments(storedAssessment(earlier, cwd), storedAssessment(file, cwd))]
  })
  return {
    projects: projects.sort((a, b) => (a.name < b.name ? -1 : 1)),
    appeared: [...fresh].flatMap(([name, file]) => (old.has(name) ? [] : [nameOf(file)])).sort(),
    gone: [...old].flatMap(([name, file]) => (fresh.has(name) ? [] : [nameOf(file)])).sort(),
  }
}

/** Reports of a folder by the name of their file, which both runs give the same target; null for what is no folder. */
function reportFiles(path: string, cwd: string): ReadonlyMap<string, string> | null {
  const folder = resolve(cwd, path)
  try {
    if (!statSync(folder).isDirectory()) return null
    const inner = join(folder, 'projects')
    const home = existsSync(inner) ? inner : folder
    const files = readdirSync(home).filter((name) => name.endsWith('.json'))
    if (files.length === 0) throw targetEmpty(path, 'reports that cupel assess list wrote')
    return new Map(files.sort().map((name) => [name, join(home, name)]))
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) throw targetMissing(path, error)
    throw error
  }
}
