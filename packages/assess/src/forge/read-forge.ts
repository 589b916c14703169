import type { ForgeAddress } from './forge-address.ts'
import type { ForgeHints, ForgeReading } from './forge-reading.ts'
import { ForgeSession } from './forge-session.ts'
import type { ForgeTransport } from './forge-transport.ts'
import { readGitea } from './gitea/read-gitea.ts'
import { readGithub } from './github/read-github.ts'
import { readGithubAnonymous } from './github/read-github-anonymous.ts'
import { readGitlab } from './gitlab/read-gitlab.ts'

export interface ReadForgeOptions {
  readonly transport: ForgeTransport
  /** Empty: anonymous. */
  readonly token: string
  readonly hints: ForgeHints
  /** Default 5. */
  readonly maxCalls?: number
  readonly maxPauseMs?: number
}

/** Asks the forge for what a clone cannot show. Never throws for what a forge does: what it did not tell is unknown, with the reason. */
export function readForge(address: ForgeAddress, { hints, ...options }: ReadForgeOptions): Promise<ForgeReading> {
  const session = new ForgeSession({ kind: address.kind, ...options })
  if (address.kind === 'gitlab') return readGitlab(session, address)
  if (address.kind === 'gitea') return readGitea(session, address)
  return options.token === '' ? readGithubAnonymous(session, address) : readGithub(session, address, hints)
}
