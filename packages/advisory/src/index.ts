export type { AdvisoryEntry, AdvisoryIndex, AdvisoryRecord, AdvisoryText, RecordRef, Signals } from './advisory-index.ts'
export { ecosystemFamily } from './package-key.ts'
export { cupelHome } from './store/home.ts'
export { openIndex } from './store/open-index.ts'
