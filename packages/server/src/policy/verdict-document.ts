import { parameters as newParameters } from '../read/parameters.ts'
import { projectTerm } from '../read/project-term.ts'
import { attestPolicy, writePolicyStatement } from '@cupel/engine/policy'
import { policyReport } from '@cupel/policy'
import { HttpProblem, notFound } from '../api/problem-details.ts'
import type { SigningKey } from '../api/app-context.ts'
import { fileNameOf } from '../export/send-document.ts'
import type { ExportedDocument } from '../export/send-document.ts'
import { momentOf } from '../read/picture.ts'
import type { Picture } from '../read/picture.ts'
import type { Services } from '../services.ts'
import type { Queryable } from '../store/database.ts'
import { evaluateProjects } from './evaluate-projects.ts'
import type { EvaluatedProject } from './evaluate-projects.ts'
import { readyPacks } from './ready-packs.ts'
import { storedVersions } from './stored-versions.ts'

export interface VerdictRequest {
  readonly project: number
  /** null: nobody signs. */
  readonly key: SigningKey | null
}

const ONE_PICTURE = { isolation: 'repeatable read', readOnly: true } as const

/**
 * What the packs of a project's organisation say of it at the picture's moment, as the statement that `cupel policy check --attest`
 * makes: about the document that the picture comes from, resting on documents by their digests. Asked anew, not out of kept results.
 * With a key a Sigstore bundle, otherwise the bare statement.
 */
export async function verdictDocument(
  services: Services,
  picture: Picture,
  { project: id, key }: VerdictRequest,
): Promise<ExportedDocument> {
  // One picture for all that is read: findings of the next document must not be held against this one.
  const evaluated = await services.db.transaction((db) => evaluatedFor({ ...services, db }, picture, id), ONE_PICTURE)
  const { document } = evaluated
  if (document === '') throw new HttpProblem(404, 'nothing-stated', 'nothing was uploaded for the project that a verdict could be about')
  if (evaluated.packs.length === 0) throw new HttpProblem(404, 'nothing-stated', 'no policy pack is in use')
  const request = {
    policy: policyReport(
      evaluated.packs.map(({ report }) => report),
      evaluated.leftOut,
    ),
    unknown: 'fail' as const,
    subjects: [document],
    inputs: evaluated.documents.map((one) => ({ uri: one, digest: { sha256: one.slice('sha256:'.length) } })),
    cwd: '/',
    now: momentOf(picture),
  }
  const name = fileNameOf(evaluated.project.slug, '-policy-', momentOf(picture).toISOString().slice(0, 10))
  if (key === null) return { body: writePolicyStatement(request), media: 'application/vnd.in-toto+json', name: `${name}.intoto.json` }
  const { text } = await attestPolicy(request, { key, env: {}, cwd: '/', now: services.now(), send: refuseSend })
  return { body: text, media: 'application/vnd.dev.sigstore.bundle.v0.3+json', name: `${name}.sigstore.json` }
}

/** Signing with a key asks nobody. */
function refuseSend(): never {
  throw new Error('signing a verdict asks no service')
}

async function evaluatedFor(
  { db, log }: { readonly db: Queryable; readonly log: Services['log'] },
  picture: Picture,
  id: number,
): Promise<EvaluatedProject> {
  const parameters = newParameters()
  const [project] = await db.query<{ org_id: number }>(
    `SELECT p.org_id FROM project p WHERE p.id = ${parameters.add(id)} AND ${projectTerm('p', picture.viewer.projects, parameters)}`,
    parameters.values,
  )
  if (project === undefined) throw notFound('the project')
  const packs = await readyPacks({ db, log }, picture, { organisations: [project.org_id], compiled: new Map() })
  const [evaluated] = await evaluateProjects(db, picture, { projects: [id], packs, versions: storedVersions(db), explained: 0 })
  if (evaluated === undefined) throw notFound('the project')
  return evaluated
}
