import type { Viewer } from '../api/viewer.ts'
import type { Caller } from '../login/authenticate.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; null where that was not found out. */
    caller: Caller | null
    /** What a page must send back with changes; empty without a session. */
    csrfToken: string
    /** Who asks, found out anew: for answers that take long. null: nobody any more. */
    viewerAgain: () => Promise<Viewer | null>
  }
  interface FastifyContextConfig {
    guessable?: boolean
  }
}
