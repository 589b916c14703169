import { createHash } from 'node:crypto'
import { csafFileName, vulnerabilitiesOfFindings, writeBom, writeCsafVex, writeOpenVex } from '@cupel/formats'
import type { VexStatement } from '@cupel/formats'
import type { BomVulnerability } from '@cupel/model'
import { HttpProblem } from '../api/problem-details.ts'
import { projectFindings } from '../policy/project-findings.ts'
import type { StoredFinding } from '../policy/project-findings.ts'
import { storedVersions } from '../policy/stored-versions.ts'
import { momentOf } from '../read/picture.ts'
import type { Picture } from '../read/picture.ts'
import type { Queryable } from '../store/database.ts'
import { exportedProject } from './exported-project.ts'
import type { ExportedProject } from './exported-project.ts'
import { projectBom } from './sbom-document.ts'
import { fileNameOf } from './send-document.ts'
import type { ExportedDocument } from './send-document.ts'
import { vexStatements } from './vex-statements.ts'

export type VexFormat = 'openvex' | 'csaf' | 'cyclonedx'

export interface VexRequest {
  readonly project: number
  readonly format: VexFormat
  /** Version of this server. */
  readonly version: string
  /** Scheme, host and port of this server: the name space of what it publishes. */
  readonly origin: string
}

/**
 * What people decided about the findings of a project at the picture's moment, for others. The same decisions give the same bytes: the
 * document's id is made of them, its time is that of the newest. 404 when nothing was decided.
 */
export async function vexDocument(db: Queryable, picture: Picture, request: VexRequest): Promise<ExportedDocument> {
  const { project: id, format, version } = request
  const versions = storedVersions(db)
  const project = await exportedProject(db, picture, { id, versions })
  const found = (await projectFindings(db, picture, { projects: [id], versions }))(project)
  const decided = found.filter(({ status }) => status !== null)
  if (decided.length === 0) throw new HttpProblem(404, 'nothing-stated', 'nobody has said anything about the findings of the project')
  const organisation = await organisationName(db, project.organisation)
  const statements = vexStatements(decided)
  const name = fileNameOf(project.slug, '-', momentOf(picture).toISOString().slice(0, 10))
  if (format === 'cyclonedx')
    return {
      body: cycloneDx(project, { decided, organisation, version }),
      media: 'application/vnd.cyclonedx+json; version=1.6',
      name: `${name}.vex.cdx.json`,
    }
  const timestamp = decided.map(({ said }) => said?.toISOString() ?? '').reduce((latest, at) => (at > latest ? at : latest), '')
  const digest = digestOf(organisation, statements)
  if (format === 'openvex') {
    const body = writeOpenVex(statements, { author: organisation, timestamp, id: `urn:cupel:vex:${digest}` })
    return { body, media: 'application/json; charset=utf-8', name: `${name}.openvex.json` }
  }
  const document = `cupel-vex-${project.slug}-${digest.slice(0, 16)}`
  const body = writeCsafVex(statements, {
    title: `Vulnerabilities in the components of ${project.name}`,
    publisher: { category: 'vendor', name: organisation, namespace: request.origin },
    id: document,
    timestamp,
    summaries: new Map(decided.map(({ finding: { advisory } }) => [advisory.id, advisory.summary])),
  })
  return { body, media: 'application/json; charset=utf-8', name: csafFileName(document) }
}

async function organisationName(db: Queryable, id: number): Promise<string> {
  const [row] = await db.query<{ name: string }>('SELECT name FROM organisation WHERE id = $1', [id])
  return row?.name ?? ''
}

function digestOf(author: string, statements: readonly VexStatement[]): string {
  return createHash('sha256')
    .update(JSON.stringify([author, statements]))
    .digest('hex')
}

interface CycloneDxParts {
  readonly decided: readonly StoredFinding[]
  readonly organisation: string
  readonly version: string
}

/** Only the components that are spoken of: a VEX document beside the bill of materials, not another one. */
function cycloneDx(project: ExportedProject, { decided, organisation, version }: CycloneDxParts): string {
  const spoken = new Set(decided.map(({ finding }) => finding.component))
  const components = project.content.components.filter(({ purl }) => spoken.has(purl))
  const bom = projectBom({ ...project, content: { ...project.content, components, graphs: [], problems: [] } }, version)
  const written = vulnerabilitiesOfFindings(decided.map(({ finding }) => finding))
  const vulnerabilities = written.map((one, at) => analysed(one, decided[at] as StoredFinding))
  return writeBom({ ...bom, authors: [organisation] }, 'cyclonedx-1.6-json', { vulnerabilities })
}

/** That a component is affected was said; of a finding that nobody decided about the format says nothing. */
function analysed(vulnerability: BomVulnerability, { status, statement }: StoredFinding): BomVulnerability {
  if (status !== 'affected') return vulnerability
  const { response } = vulnerability.analysis
  return { ...vulnerability, analysis: { state: 'exploitable', justification: '', response, detail: statement } }
}
