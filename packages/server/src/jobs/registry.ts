import type { JobDefinition } from './define-job.ts'
import deliverEvent from './deliver-event.ts'
import ingest from './ingest.ts'
import tellNews from './tell-news.ts'

/** Every kind of background work. A new one is a file beside this and a line here. */
export const JOBS: readonly JobDefinition[] = [deliverEvent, ingest, tellNews]
