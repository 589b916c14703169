export { cupelHome } from '@cupel/advisory'
export type { DatabaseStatus, SyncEvent } from '@cupel/advisory/sync'
export { databaseStatus, exportDatabase, importDatabase, pruneDatabase, syncDatabase, verifyDatabase } from '@cupel/advisory/sync'
