import type { JobDefinition } from './define-job.ts'
import deliverEvent from './deliver-event.ts'
import evaluatePolicy from './evaluate-policy.ts'
import foldStandings from './fold-standings.ts'
import ingest from './ingest.ts'
import readSource from './read-source.ts'
import refreshAdvisories from './refresh-advisories.ts'
import retireSets from './retire-sets.ts'
import scheduleSources from './schedule-sources.ts'
import syncAdvisories from './sync-advisories.ts'
import tellNews from './tell-news.ts'
import tidyLogins from './tidy-logins.ts'
import touchPolicy from './touch-policy.ts'
import verifyAttestations from './verify-attestations.ts'

/** Every kind of background work. A new one is a file beside this and a line here. */
export const JOBS: readonly JobDefinition[] = [
  deliverEvent,
  evaluatePolicy,
  foldStandings,
  ingest,
  readSource,
  refreshAdvisories,
  retireSets,
  scheduleSources,
  syncAdvisories,
  tellNews,
  tidyLogins,
  touchPolicy,
  verifyAttestations,
]
