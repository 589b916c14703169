import type { Trace } from '../verdict/trace.ts'
import type { TufClient } from '../tuf/tuf-client.ts'
import type { TrustedRoot } from './trusted-root.ts'
import { parseTrustedRoot } from './trusted-root.ts'

/** The trusted root that a TUF repository distributes as target `trusted_root.json`, and the bytes of it to be kept. */
export async function trustedRootFrom(client: TufClient, trace: Trace): Promise<{ readonly root: TrustedRoot; readonly bytes: Buffer }> {
  const bytes = await client.download('trusted_root.json', trace)
  return { root: trace.step('trusted-root', 'The trusted root is usable', () => parseTrustedRoot(bytes)), bytes }
}
