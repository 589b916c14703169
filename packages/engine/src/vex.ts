import { createHash } from 'node:crypto'
import { nothingWaived } from '@cupel/model'
import { writeOpenVex } from '@cupel/formats'
import { vexOfWaivers } from '@cupel/policy'
import { findConfig } from './config.ts'
import { scan } from './scan.ts'
import type { ScanOptions } from './scan.ts'

export interface VexRequest extends ScanOptions {
  /** Who makes the statements, as others will read it. */
  readonly author: string
  /** purls of the products that the statements are about; none: the components themselves. */
  readonly products: readonly string[]
  /** RFC 3339. */
  readonly timestamp: string
}

/**
 * OpenVEX for others of what the waivers say at home. The document's id is made from its contents, so the same waivers give the same
 * document. Throws CupelError when no waiver applies to a finding of the target.
 */
export async function vexOf(target: string, request: VexRequest): Promise<string> {
  const { author, products, timestamp, ...options } = request
  const report = await scan(target, options)
  const { config } = await findConfig(options.cwd ?? process.cwd(), options.config)
  const now = options.now ?? (() => new Date())
  const statements = vexOfWaivers(report.findings, config.waivers, { today: now().toISOString().slice(0, 10), timestamp, products })
  if (statements.length === 0) throw nothingWaived(target)
  const digest = createHash('sha256')
    .update(JSON.stringify([author, products, statements]))
    .digest('hex')
  return writeOpenVex(statements, { author, timestamp, id: `urn:cupel:vex:${digest}` })
}
