import { setImmediate } from 'node:timers/promises'
import type { PolicyPackReport } from '@cupel/model'
import { evaluatePack, policySubjects } from '@cupel/policy'
import type { PolicyInput, PolicyPack } from '@cupel/policy'
import { momentOf } from '../read/picture.ts'
import type { Picture } from '../read/picture.ts'
import type { Queryable } from '../store/database.ts'
import { asksComponents } from './asks-components.ts'
import { exceptionsOf } from './exceptions.ts'
import type { Exceptions } from './exceptions.ts'
import type { KeptRule } from './pack-rules.ts'
import { policyInputs } from './policy-inputs.ts'
import type { ProjectPicture } from './project-pictures.ts'
import type { StoredVersions } from './stored-versions.ts'
import { unreadablePack } from './unreadable-pack.ts'

/** A pack of an organisation, ready to be asked. */
export interface ReadyPack {
  /** Row of it; 0: a draft. */
  readonly id: number
  readonly organisation: number
  readonly pack: PolicyPack
  /** Set for a pack that cannot be read any more: its rules, of which none can be answered. */
  readonly unreadable?: readonly KeptRule[]
}

export interface EvaluatedProject {
  readonly project: Omit<ProjectPicture, 'content'>
  readonly packs: readonly { readonly id: number; readonly pack: PolicyPack; readonly report: PolicyPackReport }[]
  /** `sha256:…` of the document that the picture comes from; empty when none is kept. */
  readonly document: string
  /** What the scan of it was told to leave out. */
  readonly leftOut: readonly string[]
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
  /** Steps that one pack may take for one project; what is not answered then is unknown. */
  readonly steps?: number
}

/** Some seconds; the shipped packs take thousandths of it for a large project. */
const STEPS = 20_000_000

/** Asks each project's organisation's packs about it, in the state of the picture. Projects that its viewer does not see are left out. */
export async function evaluateProjects(db: Queryable, picture: Picture, request: EvaluationRequest): Promise<readonly EvaluatedProject[]> {
  const { projects, packs, versions, explained, steps = STEPS } = request
  const componentsAssessed = asksComponents(packs.map(({ pack }) => pack))
  const exceptions = await exceptionsOf(db, picture, [...new Set(packs.map(({ organisation }) => organisation))])
  const evaluated: EvaluatedProject[] = []
  for await (const { project, input } of policyInputs(db, picture, { projects, versions, componentsAssessed })) {
    const own = packs.filter(({ organisation }) => organisation === project.organisation)
    // Others of this process get their turn between two projects.
    await setImmediate()
    const { id, organisation, slug, name, content } = project
    const asked = own.map((one) => ({ ...one, excepted: withExceptions(one.pack, project, exceptions) }))
    const ask = (of: PolicyInput): Pick<EvaluatedProject, 'packs' | 'leftOut'> => {
      const subjects = policySubjects(of)
      const answered = asked.map((one) => ({
        id: one.id,
        pack: one.pack,
        report:
          one.unreadable === undefined
            ? evaluatePack(one.excepted, subjects, { now: momentOf(picture), explained, steps })
            : unreadablePack(one.pack, one.unreadable, name),
      }))
      return { packs: answered, leftOut: subjects.leftOut }
    }
    evaluated.push({
      project: { id, organisation, slug, name },
      ...guarded(input, ask),
      document: content?.document ?? '',
      documents: [
        ...new Set([content?.document ?? '', ...[...input.assessments, ...input.verifications].map(({ source }) => source)]),
      ].filter((one) => one !== ''),
      exceptionEnds: exceptions.nextEnd(id, organisation),
    })
  }
  return evaluated
}

/** An assessment whose members are not of the types that its schema says is no evidence: what it would show is unknown. */
function guarded<T>(input: PolicyInput, ask: (input: PolicyInput) => T): T {
  try {
    return ask(input)
  } catch (error) {
    if (!(error instanceof TypeError) || input.assessments.length === 0) throw error
    return ask({ ...input, assessments: [] })
  }
}

function withExceptions(pack: PolicyPack, { id, organisation }: ProjectPicture, exceptions: Exceptions): PolicyPack {
  const more = exceptions.of(pack.id, id, organisation)
  return more.length === 0 ? pack : { ...pack, exceptions: [...pack.exceptions, ...more] }
}
