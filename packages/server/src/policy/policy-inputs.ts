import type { IndexState } from '@cupel/model'
import type { ComponentFacts, PolicyInput } from '@cupel/policy'
import type { Picture } from '../read/picture.ts'
import type { Queryable } from '../store/database.ts'
import { indexState } from './index-state.ts'
import { projectFindings } from './project-findings.ts'
import type { StoredFinding } from './project-findings.ts'
import { projectPictures } from './project-pictures.ts'
import type { ProjectPicture, StoredPicture } from './project-pictures.ts'
import { componentAssessments, projectAssessments } from './stored-assessments.ts'
import type { ComponentAssessments, StoredAssessment } from './stored-assessments.ts'
import { projectVerifications } from './stored-verifications.ts'
import type { StoredVersions } from './stored-versions.ts'

export interface InputRequest {
  readonly projects: readonly number[]
  readonly versions: StoredVersions
  /** Whether any rule asks how components' projects are kept; reading that costs. */
  readonly componentsAssessed: boolean
}

export interface ProjectInput {
  readonly project: ProjectPicture
  readonly input: PolicyInput
}

/**
 * What rules may be asked about, out of the store: the same that a scan, an assessment and a verification of the same documents give a
 * policy on the command line. One project after the other; those that the picture's viewer does not see are not there.
 */
export async function* policyInputs(
  db: Queryable,
  picture: Picture,
  { projects, versions, componentsAssessed }: InputRequest,
): AsyncGenerator<ProjectInput> {
  const pictures = await projectPictures(db, picture, { projects, versions })
  const seen = [...pictures.keys()]
  const findings = await projectFindings(db, picture, { projects: seen, versions })
  const assessments = await projectAssessments(db, picture, seen)
  const verifications = await projectVerifications(db, picture, seen)
  const index = await indexState(db)
  const behind = componentsAssessed ? await behindMembers(db, picture, { pictures, versions }) : null
  for (const stored of pictures.values()) {
    const project = stored.open()
    const { assessed, facts } = behind === null ? NONE : ofComponents(project, behind)
    const own = assessments.get(project.id)
    const input = {
      scan: scannedPart(project, findings(project), index),
      assessments: own === undefined ? assessed : [own, ...assessed],
      verifications: verifications.get(project.id) ?? [],
      facts,
    }
    yield { project, input }
  }
}

async function behindMembers(
  db: Queryable,
  picture: Picture,
  { pictures, versions }: { readonly pictures: ReadonlyMap<number, StoredPicture>; readonly versions: StoredVersions },
): Promise<ComponentAssessments> {
  const members = [...new Set([...pictures.values()].flatMap((one) => one.members))]
  const known = await versions.of(members)
  return componentAssessments(db, picture, [...new Set(members.flatMap((id) => known.get(id)?.packageId ?? []))])
}

const NONE: { readonly assessed: readonly StoredAssessment[]; readonly facts: ReadonlyMap<string, ComponentFacts> } = {
  assessed: [],
  facts: new Map(),
}

/** As a scan would tell it; null: nothing was uploaded. */
export function scannedPart({ content, name }: ProjectPicture, findings: readonly StoredFinding[], index: IndexState): PolicyInput['scan'] {
  if (content === null) return null
  const { components, graphs, problems, document } = content
  return {
    target: { kind: 'sbom', name, digest: document },
    index,
    components,
    graphs,
    problems,
    findings: findings.map(({ finding }) => finding),
  }
}

function ofComponents({ content }: ProjectPicture, { repositories, assessments }: ComponentAssessments): typeof NONE {
  const facts = new Map<string, ComponentFacts>()
  const assessed = new Set<StoredAssessment>()
  for (const { packageId, component } of content?.versions ?? []) {
    const known = repositories.get(packageId)
    if (known?.repository === undefined) continue
    facts.set(component.purl, known)
    const found = assessments.get(known.repository)
    if (found !== undefined) assessed.add(found)
  }
  return { assessed: [...assessed], facts }
}
