import { notFound } from '../api/problem-details.ts'
import { projectPictures } from '../policy/project-pictures.ts'
import type { ProjectContent, ProjectPicture } from '../policy/project-pictures.ts'
import { storedVersions } from '../policy/stored-versions.ts'
import type { StoredVersions } from '../policy/stored-versions.ts'
import type { Picture } from '../read/picture.ts'
import type { Queryable } from '../store/database.ts'

export interface ExportedProject extends ProjectPicture {
  readonly content: ProjectContent
}

/** A project with what it consists of. 404 when the viewer does not see it, or nothing was uploaded for it. */
export async function exportedProject(
  db: Queryable,
  picture: Picture,
  { id, versions = storedVersions(db) }: { readonly id: number; readonly versions?: StoredVersions },
): Promise<ExportedProject> {
  const project = (await projectPictures(db, picture, { projects: [id], versions })).get(id)?.open()
  if (project === undefined) throw notFound('the project')
  const { content } = project
  if (content === null) throw notFound('a picture of the project')
  return { ...project, content }
}
