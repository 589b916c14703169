import type { Viewer } from '../api/viewer.ts'
import type { Picture } from './picture.ts'

/** The picture that a call asks for. A moment that has not come yet is now. */
export function pictureOf(call: { readonly viewer: Viewer; readonly now: Date; readonly query?: unknown }): Picture {
  const asked = (call.query as { readonly at?: string } | undefined)?.at
  const at = asked === undefined ? null : new Date(asked)
  return { viewer: call.viewer, now: call.now, at: at === null || at >= call.now ? null : at }
}
