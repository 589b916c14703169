import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { assessmentJson, portfolioHtml, portfolioJson, portfolioRow, portfolioSummary } from '@cupel/formats'
import type { PortfolioRow, PortfolioSummary } from '@cupel/formats'
import { CupelError, outputUnwritable, redact } from '@cupel/model'
import { openGitRepository, remoteHead } from '@cupel/source'
import { toolVersion } from '../tool-version.ts'
import { assessmentReport } from './assessment-report.ts'
import { assessProject } from './assess-project.ts'
import type { AssessRequest } from './assess-project.ts'
import { isRemote } from './open-project.ts'
import { appendLog, readLog } from './portfolio-log.ts'

export interface ListRequest {
  /** Folder of the results. */
  readonly out: string
  /** Projects at a time. */
  readonly jobs: number
  /** Assess also what has not changed. */
  readonly again: boolean
  /** The moment was stated: reports of another moment are made anew. */
  readonly statedTime: boolean
  readonly requestOf: (target: string) => Promise<AssessRequest>
  /** Once aborted, no further project is begun. */
  readonly signal: AbortSignal
  readonly begun: (target: string, done: number, of: number) => void
}

export interface ListResult {
  readonly summary: PortfolioSummary
  /** Projects whose report of before still holds. */
  readonly unchanged: number
}

/**
 * Assesses a list of projects into a folder: one report each, put in its place whole, then `summary.json` and `summary.html`. A project
 * that fails is a row and never ends the run. What an earlier run finished is kept while its HEAD and the options are the same. Only
 * rows are held in memory.
 */
export async function assessList(targets: readonly string[], request: ListRequest): Promise<ListResult> {
  const { out, jobs, signal } = request
  const wanted = [...new Set(targets)]
  const log = join(out, 'runs.jsonl')
  makeFolder(join(out, 'projects'))
  const before = readLog(log)
  const rows = new Map<string, PortfolioRow>()
  let unchanged = 0
  let next = 0
  async function work(): Promise<void> {
    for (let target = wanted[next++]; target !== undefined && !signal.aborted; target = wanted[next++]) {
      request.begun(target, rows.size, wanted.length)
      const own = await request.requestOf(target)
      const options = fingerprint(own, request)
      const known = before.get(redact(target))
      if (known?.row.outcome === 'assessed' && known.options === options && (await isCurrent(target, known.row, { own, request }))) {
        unchanged++
        rows.set(target, known.row)
        continue
      }
      const row = await assessOne(target, own, out)
      if (signal.aborted && row.outcome === 'failed') return
      appendLog(log, { row, options })
      rows.set(target, row)
    }
  }
  await Promise.all(Array.from({ length: jobs }, work))
  const summary = portfolioSummary(
    wanted.flatMap((target) => rows.get(target) ?? []),
    toolVersion(),
  )
  writeBeside(join(out, 'summary.json'), portfolioJson(summary))
  writeBeside(join(out, 'summary.html'), portfolioHtml(summary))
  return { summary, unchanged }
}

async function assessOne(target: string, request: AssessRequest, out: string): Promise<PortfolioRow> {
  const file = `projects/${fileName(target)}`
  try {
    const report = assessmentReport(await assessProject(target, request))
    writeBeside(join(out, file), assessmentJson(report))
    return portfolioRow(redact(target), file, report)
  } catch (error) {
    if (error instanceof CupelError && error.code === 'output-unwritable') throw error
    const reason = error instanceof Error ? error.message : String(error)
    const cause = error instanceof Error && error.cause instanceof Error ? `: ${error.cause.message}` : ''
    return failedRow(redact(target), `${reason}${cause}`)
  }
}

function failedRow(target: string, error: string): PortfolioRow {
  return { target, outcome: 'failed', file: '', name: target, commit: '', score: -1, checks: {}, contradictedClaims: 0, unread: 0, error }
}

/** A readable part and a digest, so that no two targets share a file and none leaves the folder. */
function fileName(target: string): string {
  const digest = createHash('sha256').update(target).digest('hex').slice(0, 10)
  const readable = target
    .replace(/^[a-z+]+:\/\/(?:[^/@]*@)?/, '')
    .replace(/[^\w.-]+/g, '_')
    .replace(/^[_.]+/, '')
    .slice(-80)
  return `${readable}-${digest}.json`
}

function fingerprint(
  { reading, checks, standards, offline, brief, forge, workTree, asOf, lists }: AssessRequest,
  { statedTime }: ListRequest,
): string {
  const parts = [
    toolVersion(),
    reading,
    checks,
    standards,
    offline,
    brief,
    forge !== null,
    workTree,
    statedTime ? asOf.toISOString() : '',
    lists,
  ]
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16)
}

interface CurrentInput {
  readonly own: AssessRequest
  readonly request: ListRequest
}

/** Files of a work tree have no HEAD that would tell. */
async function isCurrent(target: string, { file, commit }: PortfolioRow, { own, request }: CurrentInput): Promise<boolean> {
  if (request.again || own.workTree === true || commit === '' || !existsSync(join(request.out, file))) return false
  return (await headOf(target, own)) === commit
}

async function headOf(target: string, { cwd, offline, protocols }: AssessRequest): Promise<string | null> {
  try {
    if (isRemote(target)) return offline || target.startsWith('pkg:') ? null : await remoteHead(target, protocols)
    const git = await openGitRepository(resolve(cwd, target))
    const head = git?.head() ?? null
    git?.close()
    return head
  } catch {
    // Whatever keeps it from being opened, assessing it will say.
    return null
  }
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true })
  } catch (error) {
    throw outputUnwritable(folder, error)
  }
}

function writeBeside(file: string, text: string): void {
  const beside = `${file}.${process.pid}.new`
  try {
    writeFileSync(beside, text)
    renameSync(beside, file)
  } catch (error) {
    rmSync(beside, { force: true })
    throw outputUnwritable(file, error)
  }
}
