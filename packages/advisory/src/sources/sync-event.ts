import type { Problem } from '@cupel/model'

/** What became of one part of a sync. `kept`: it failed, and what was there before still answers. */
export type SyncOutcome = 'unchanged' | 'updated' | 'built' | 'kept'

/** Progress of a sync, in order. */
export type SyncEvent =
  | { readonly type: 'waiting'; readonly holder: string }
  | { readonly type: 'start'; readonly from: string; readonly ecosystems: readonly string[] }
  | { readonly type: 'download'; readonly what: string; readonly done: number; readonly total: number | null }
  | { readonly type: 'retry'; readonly what: string; readonly attempt: number; readonly detail: string }
  | { readonly type: 'records'; readonly ecosystem: string; readonly done: number; readonly total: number }
  | {
      readonly type: 'ecosystem'
      readonly ecosystem: string
      readonly outcome: SyncOutcome
      readonly changed: number
      readonly removed: number
    }
  | { readonly type: 'signal'; readonly what: 'kev' | 'epss'; readonly outcome: SyncOutcome; readonly entries: number }
  | { readonly type: 'problem'; readonly problem: Problem }
  | { readonly type: 'done'; readonly digest: string; readonly changed: boolean }
