import { randomBytes } from 'node:crypto'
import { starterIndex } from '@cupel/engine'
import { holdAdvisories } from './feed/advisory-holder.ts'
import type { AdvisoryHolder } from './feed/advisory-holder.ts'
import { builtDocumentReader } from './ingest/document-reader.ts'
import type { JobQueue, Log, NetworkRules, Services } from './services.ts'
import type { Database } from './store/database.ts'

export interface ServiceParts {
  readonly db: Database
  readonly jobs: JobQueue
  readonly log: Log
  readonly now: () => Date
  /** Home of cupel, with the advisory database; the starter set stands in while there is none. */
  readonly home: string
  readonly network: NetworkRules
}

/** What a server and a worker both work with. `advisories` is to be closed at the end. */
export function composeServices({ home, ...parts }: ServiceParts): Services & { readonly advisories: AdvisoryHolder } {
  const reader = builtDocumentReader()
  return { ...parts, ...(reader === null ? {} : { reader }), random: randomBytes, advisories: holdAdvisories(home, starterIndex) }
}
