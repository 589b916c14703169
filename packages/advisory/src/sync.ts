export type { SyncEvent, SyncOutcome } from './sources/sync-event.ts'
export type { SyncedPart, SyncOptions, SyncResult } from './sources/sync-database.ts'
export { syncDatabase } from './sources/sync-database.ts'
export type { Manifest, ManifestEcosystem, ManifestSignal } from './store/manifest.ts'
