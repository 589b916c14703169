import { bomOfInventory, writeBom } from '@cupel/formats'
import type { BomTarget } from '@cupel/formats'
import { momentOf } from '../read/picture.ts'
import type { Picture } from '../read/picture.ts'
import type { Queryable } from '../store/database.ts'
import { exportedProject } from './exported-project.ts'
import type { ExportedProject } from './exported-project.ts'
import { fileNameOf } from './send-document.ts'
import type { ExportedDocument } from './send-document.ts'

/** Formats by the name that is asked for: a family's newest that is widely read, or one format exactly. */
const TARGETS: Readonly<Record<string, BomTarget>> = { cyclonedx: 'cyclonedx-1.6-json', spdx: 'spdx-2.3-json' }

/** The bill of materials of a project at the picture's moment: components, graph, what was not read. The same picture gives the same bytes. */
export async function sbomDocument(
  db: Queryable,
  picture: Picture,
  { project: id, format, version }: { readonly project: number; readonly format: string; readonly version: string },
): Promise<ExportedDocument> {
  const project = await exportedProject(db, picture, { id })
  const target = TARGETS[format] ?? (format as BomTarget)
  return {
    body: writeBom(projectBom(project, version), target),
    media: mediaOf(target),
    name: fileNameOf(project.slug, '-', momentOf(picture).toISOString().slice(0, 10), endingOf(target)),
  }
}

/** `version` is that of this server. */
export function projectBom({ name, content }: ExportedProject, version: string): ReturnType<typeof bomOfInventory> {
  const { components, graphs, problems, since } = content
  return bomOfInventory({ name, version: '', components, graphs, problems, created: since, tool: { name: 'cupel', version } })
}

function mediaOf(target: BomTarget): string {
  const [family, version, encoding] = target.split('-')
  if (family === 'cyclonedx') return `application/vnd.cyclonedx+${encoding}; version=${version}`
  return encoding === 'tag' ? 'text/spdx; version=2.3; charset=utf-8' : `application/spdx+json; version=${version}`
}

function endingOf(target: BomTarget): string {
  if (target.startsWith('cyclonedx')) return target.endsWith('xml') ? '.cdx.xml' : '.cdx.json'
  return target.endsWith('tag-value') ? '.spdx' : '.spdx.json'
}
