import type { PolicyPackReport } from '@cupel/model'
import { evaluatePack, policySubjects } from '@cupel/policy'
import type { PolicyPack } from '@cupel/policy'
import { momentOf } from '../read/picture.ts'
import type { Picture } from '../read/picture.ts'
import type { Queryable } from '../store/database.ts'
import { asksComponents } from './asks-components.ts'
import { exceptionsOf } from './exceptions.ts'
import type { Exceptions } from './exceptions.ts'
import { policyInputs } from './policy-inputs.ts'
import type { ProjectPicture } from './project-pictures.ts'
import type { StoredVersions } from './stored-versions.ts'

/** A pack of an organisation, ready to be asked. */
export interface ReadyPack {
  /** Row of it; 0: a draft. */
  readonly id: number
  readonly organisation: number
  readonly pack: PolicyPack
}

export interface EvaluatedProject {
  readonly project: Omit<ProjectPicture, 'content'>
  readonly packs: readonly { readonly id: number; readonly pack: PolicyPack; readonly report: PolicyPackReport }[]
  /** `sha256:…` of the documents that were looked at. */
  readonly documents: readonly string[]
  /** When an exception of it ends by itself. */
  readonly exceptionEnds: Date | null
}

export interface EvaluationRequest {
  readonly projects: readonly number[]
  readonly packs: readonly ReadyPack[]
  readonly versions: StoredVersions
  /** Results of each rule that are explained; the others are counted. */
  readonly explained: number
}

/** Asks each project's organisation's packs about it, in the state of the picture. Projects that its viewer does not see are left out. */
export async function evaluateProjects(db: Queryable, picture: Picture, request: EvaluationRequest): Promise<readonly EvaluatedProject[]> {
  const { projects, packs, versions, explained } = request
  const componentsAssessed = asksComponents(packs.map(({ pack }) => pack))
  const exceptions = await exceptionsOf(db, picture, [...new Set(packs.map(({ organisation }) => organisation))])
  const evaluated: EvaluatedProject[] = []
  for await (const { project, input } of policyInputs(db, picture, { projects, versions, componentsAssessed })) {
    const own = packs.filter(({ organisation }) => organisation === project.organisation)
    const subjects = policySubjects(input)
    const { id, organisation, slug, name, content } = project
    evaluated.push({
      project: { id, organisation, slug, name },
      packs: own.map(({ id: row, pack }) => {
        const report = evaluatePack(withExceptions(pack, project, exceptions), subjects, { now: momentOf(picture), explained })
        return { id: row, pack, report }
      }),
      documents: [content?.document ?? '', ...[...input.assessments, ...input.verifications].map(({ source }) => source)].filter(
        (one) => one !== '',
      ),
      exceptionEnds: exceptions.nextEnd(id, organisation),
    })
  }
  return evaluated
}

function withExceptions(pack: PolicyPack, { id, organisation }: ProjectPicture, exceptions: Exceptions): PolicyPack {
  const more = exceptions.of(pack.id, id, organisation)
  return more.length === 0 ? pack : { ...pack, exceptions: [...pack.exceptions, ...more] }
}
