import { known } from '../facts/fact.ts'
import type { ForgeSecuritySettings } from '../facts/forge-facts.ts'
import type { Fact } from '../outcome.ts'
import type { ForgeAnswer } from './forge-session.ts'

/** What `read` makes of an answer; unknown, with the forge's reason, where there is none. */
export function factOf<T>(answer: ForgeAnswer, read: (json: unknown) => T): Fact<T> {
  return answer.ok ? known(read(answer.json)) : { known: false, missing: answer.missing }
}

/** Settings of which nothing was seen. */
export const UNSEEN_SETTINGS: ForgeSecuritySettings = {
  privateReporting: null,
  secretScanning: null,
  pushProtection: null,
  codeScanningDefaultSetup: null,
  dependencyAlerts: null,
  dependencyUpdates: null,
}
