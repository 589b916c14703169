import type { Component, Problem } from '@cupel/model'
import { folderOf } from '@cupel/source'
import type { Extraction } from './collect.ts'

/**
 * One note for each kind of package that manifests alone make known: they name what a project asks for, not what that needs in turn.
 * A lock, an installed tree, a binary or a bill of materials of the same kind answers for the manifests in its folder and those below,
 * and for the one that it lies below; not for a neighbour.
 */
export function directOnly(extractions: readonly Extraction[]): readonly Problem[] {
  const manifests = new Map<string, Set<string>>()
  const answering = new Map<string, Answers>()
  for (const { components, coverage } of extractions) {
    const answered = new Set<string>()
    /** Of the type that was answered for last: one file is mostly of one type. */
    let start: string | undefined
    const judge = ({ purl, evidence }: Component): void => {
      if (start !== undefined && evidence[0]?.kind !== 'manifest' && purl.startsWith(start)) return
      const type = purl.slice(4, purl.indexOf('/'))
      if (WHOLE.has(type)) return
      if (answered.has(type) && evidence[0]?.kind !== 'manifest') return
      if (evidence.some(({ kind }) => kind !== 'manifest')) {
        answered.add(type)
        start = `pkg:${type}/`
        addAnswer(answering, type, folderOf(coverage.path))
      } else manifests.set(type, (manifests.get(type) ?? new Set()).add(coverage.path))
    }
    for (const component of components) judge(component)
  }
  return [...manifests].flatMap(([type, all]): Problem[] => {
    const paths = [...all].filter((path) => !isAnswered(answering.get(type), folderOf(path))).toSorted()
    const [path] = paths
    if (path === undefined) return []
    const who = paths.length === 1 ? `${path} names` : `${path} and ${paths.length - 1} more name`
    const detail = `${who} only what is asked for directly; the ${type} packages that those need are not listed`
    const hint = 'scan a lock file, what is installed, or an SBOM of the build as well'
    return [{ code: 'unsupported-content', effect: 'note', path, detail, hint, by: 'walk' }]
  })
}

/** Images and repositories: what they need is in them, or is told elsewhere. */
const WHOLE = new Set(['docker', 'github', 'bitbucket', 'generic'])

interface Answers {
  readonly folders: Set<string>
  readonly above: Set<string>
}

function addAnswer(answering: Map<string, Answers>, type: string, folder: string): void {
  const answers = answering.get(type) ?? { folders: new Set(), above: new Set() }
  answering.set(type, answers)
  if (answers.folders.has(folder)) return
  answers.folders.add(folder)
  for (let at = folder; at !== ''; answers.above.add(at)) at = folderOf(at)
}

function isAnswered(answers: Answers | undefined, folder: string): boolean {
  if (answers === undefined) return false
  if (answers.above.has(folder)) return true
  for (let at = folder; ; at = folderOf(at)) {
    if (answers.folders.has(at)) return true
    if (at === '') return false
  }
}
