import { commitOfRemote, inventoryOfRepository, withClone } from '@cupel/engine/bom'
import { assessmentReport, assessProject } from '@cupel/engine/assess'
import { advisoriesOf } from '../feed/advisory-holder.ts'
import { receiveUpload } from '../ingest/receive-upload.ts'
import type { Services } from '../services.ts'
import { reachHost } from './reach-host.ts'
import type { SourceRead, SourceRow } from './read-source.ts'

/** An assessment also ages where nothing is committed. */
const ASSESS_AGAIN_MS = 28 * 86_400_000

/**
 * Reads a repository at its newest commit. When that is the one that was read last, one request is all it takes – but for an assessment
 * that is weeks old. Gives the commit.
 */
export async function readRepository(services: Services, source: SourceRow): Promise<SourceRead> {
  const access = { ...(await reachHost(source.location, services.network ?? { privateNetwork: false, offline: false })), ref: source.ref }
  const commit = await commitOfRemote(source.location, access)
  const unchanged = commit !== null && commit === source.state
  const assesses = source.assess && (!unchanged || (await isOld(services, source.project_id)))
  if (unchanged && !assesses) return { state: source.state, left: '' }
  return withClone(source.location, { ...access, whole: assesses }, async (folder) => {
    const { commit: read, components, graphs, problems, coverage } = await inventoryOfRepository(folder)
    if (read !== source.state) {
      // As `cupel scan --format json` writes an inventory, so that one reader serves both.
      const document = { schemaVersion: '1.0', tool: { name: 'git', version: read }, components, graphs, problems, coverage }
      await upload(services, source, { name: `${read}.scan.json`, kind: 'scan', document })
    }
    if (assesses) {
      const assessed = await assessProject(folder, {
        cwd: folder,
        offline: true,
        asOf: services.now(),
        advisories: { index: advisoriesOf(services).current() },
        forge: null,
      })
      const report = assessmentReport(assessed)
      await upload(services, source, {
        name: `${read}.assessment.json`,
        kind: 'assessment',
        document: { ...report, project: { ...report.project, url: report.project.url || source.location } },
      })
    }
    return { state: read, left: '' }
  })
}

async function isOld({ db, now }: Services, projectId: number): Promise<boolean> {
  const [row] = await db.query<{ at: Date }>('SELECT attempted_at AS at FROM assessment WHERE project_id = $1 AND until IS NULL', [
    projectId,
  ])
  return row === undefined || now().getTime() - new Date(row.at).getTime() >= ASSESS_AGAIN_MS
}

function upload(
  services: Services,
  { id, project_id }: SourceRow,
  { name, kind, document }: { readonly name: string; readonly kind: 'scan' | 'assessment'; readonly document: object },
): Promise<unknown> {
  const bytes = Buffer.from(JSON.stringify(document))
  return receiveUpload(services, { projectId: project_id, bytes, kind, name, actor: `source:${id}`, decides: true, origin: 'git' })
}
