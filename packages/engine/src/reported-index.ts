import type { IndexState } from '@cupel/model'

/** The state of an index as reports tell it: not when somebody synced, so that the same data gives the same bytes. */
export function reportedIndex(state: IndexState): IndexState {
  return { ...state, ecosystems: state.ecosystems.map(({ name, records, modified }) => ({ name, records, modified })) }
}
