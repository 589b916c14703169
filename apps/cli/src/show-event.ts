import type { Event } from '@cupel/engine'
import { printable } from '@cupel/engine'
import type { Progress } from './progress.ts'

/** Turns engine events into the one progress line. */
export function showEvent(event: Event, progress: Progress): void {
  if (event.type === 'inventory.walked') progress.show(`walked ${event.files} files, ${event.known} to read`)
  else if (event.type === 'inventory.file') progress.show(`read ${printable(event.path)}: ${event.packages} packages`)
  else if (event.type === 'index.fetching') progress.show(`advisories of ${event.ecosystem}: ${event.detail}`)
  else if (event.type === 'match.done') progress.show(`matched ${event.components} components: ${event.findings} findings`)
}
