import type { Problem, VersionScheme } from '@cupel/model'
import type { Origin } from './origin.ts'
import type { SyncEvent } from './sync-event.ts'

/** What the parts of one ecosystem's sync share. */
export interface EcosystemContext {
  readonly name: string
  /** Name for files. */
  readonly stem: string
  readonly scheme: VersionScheme
  readonly origin: Origin
  readonly indexFolder: string
  readonly downloadFolder: string
  readonly signal: AbortSignal
  readonly emit: (event: SyncEvent) => void
}

/** Name of an ecosystem as a file name. */
export function stemOf(ecosystem: string): string {
  return ecosystem.toLowerCase().replace(/[^a-z0-9]+/g, '-')
}

/** Reports one record that is left as it was, or left out. */
export function reportRecord({ name, emit }: EcosystemContext, id: string, problem: Pick<Problem, 'code' | 'detail'>): void {
  emit({ type: 'problem', problem: { ...problem, effect: 'incomplete', path: `${name}/${id}.json`, by: 'db-sync' } })
}

/** Lets the process breathe, so that an interrupt is heard. Throws the signal's reason. */
export async function breathe(signal: AbortSignal): Promise<void> {
  await new Promise((resolve) => {
    setImmediate(resolve)
  })
  signal.throwIfAborted()
}
