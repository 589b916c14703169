import { readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { targetMissing, usageMissingArgument } from '@cupel/model'
import type { VerificationReport } from '@cupel/model'
import { layoutKeyFromPem, Trace, verifyLayout } from '@cupel/provenance'
import type { Artifacts, LinkFiles } from '@cupel/provenance'
import { readEvidence } from '../read-evidence.ts'
import { readTrusted, verdictItem } from '../verdict-item.ts'
import { verificationReport } from '../verification.ts'
import { canConfine, runInspection } from './run-inspection.ts'

export interface LayoutRequest {
  readonly layout: string
  /** Public keys of the layout's owners: each must have signed. */
  readonly keys: readonly string[]
  /** Folder with link files; those of sublayouts in folders of their own. */
  readonly links: string
  /** Folder with the final product, for inspections. */
  readonly product: string
  /** Values for the layout's parameters. */
  readonly parameters: Readonly<Record<string, string>>
  readonly runInspections: boolean
  readonly timeoutMs: number
  readonly cwd: string
  readonly now: Date
}

const MAX_LINKS = 20_000
const MAX_DEPTH = 20

/** Verifies a supply chain against its layout (in-toto specification 1.0). Inspections are commands of the layout: run only when allowed. */
export function verifyLayoutFiles(request: LayoutRequest): VerificationReport {
  const { layout, cwd, now, parameters, runInspections, timeoutMs } = request
  if (request.keys.length === 0) throw usageMissingArgument('--key FILE of the owner of the layout', 'verify layout')
  const layoutKeys = request.keys.map((file) => readTrusted(file, () => layoutKeyFromPem(readEvidence(file, cwd).toString('latin1'))))
  const bytes = readEvidence(layout, cwd)
  const files = readLinks(resolve(cwd, request.links), request.links)
  const sandbox = { folder: resolve(cwd, request.product), timeoutMs }
  const inspect =
    runInspections && canConfine()
      ? { inspect: (inspection: Parameters<typeof runInspection>[0]) => runInspection(inspection, sandbox) }
      : {}
  const verdict = Trace.run('layout', 'the product was made as its layout says', (trace) => {
    if (runInspections && !('inspect' in inspect))
      trace.warn('policy-not-met', 'this system cannot confine inspections: none is run', 'verify on Linux with user name spaces')
    return verifyLayout(bytes, { layoutKeys, files, now, parameters, ...inspect }, trace)
  })
  const { value } = verdict
  const details = value === undefined ? {} : { materials: listed(value.summary.materials), products: listed(value.summary.products) }
  const item = verdictItem(layout, 'layout', { verdict, parts: { details: { layout: { links: files.size, ...details } } } })
  return verificationReport([item], [], { policy: `owners ${request.keys.join(', ')}`, root: '', rootDate: '' })
}

function listed(artifacts: Artifacts): Readonly<Record<string, unknown>> {
  return Object.fromEntries([...artifacts].sort(([a], [b]) => (a < b ? -1 : 1)))
}

function readLinks(folder: string, shown: string): LinkFiles {
  const found = new Map<string, Buffer>()
  const visit = (path: string, prefix: string, depth: number): void => {
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      if (entry.isDirectory() && depth < MAX_DEPTH) visit(join(path, entry.name), `${prefix}${entry.name}/`, depth + 1)
      else if (entry.isFile() && entry.name.endsWith('.link') && found.size < MAX_LINKS)
        found.set(prefix + entry.name, readEvidence(join(path, entry.name), path))
    }
  }
  try {
    visit(folder, '', 0)
  } catch (error) {
    throw targetMissing(shown, error)
  }
  return found
}
