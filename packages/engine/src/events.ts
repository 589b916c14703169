import type { InventoryEvent } from '@cupel/inventory'

/** What a run tells while it works. Library code emits, one room prints; nothing here changes a result. */
export type Event =
  | InventoryEvent
  | { readonly type: 'target.opened'; readonly kind: string; readonly name: string }
  | { readonly type: 'index.opened'; readonly kind: 'full' | 'starter' | 'none'; readonly records: number }
  | { readonly type: 'index.fetching'; readonly ecosystem: string; readonly detail: string }
  | { readonly type: 'match.done'; readonly components: number; readonly findings: number }
  | { readonly type: 'stage'; readonly stage: string; readonly ms: number }

export type Emit = (event: Event) => void
