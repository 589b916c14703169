import type { Viewer } from '../api/viewer.ts'

/** The server itself, when it works on what everybody will see a part of. */
export const SYSTEM_VIEWER: Viewer = {
  actor: 'system',
  accountId: null,
  name: 'cupel',
  projects: null,
  organisations: null,
  permissions: new Set(),
  mayIn: () => false,
}
