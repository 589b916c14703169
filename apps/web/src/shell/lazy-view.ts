import { lazyRouteComponent } from '@tanstack/react-router'
import type { RouteComponent } from '@tanstack/react-router'

const AGAIN_MS = 2000

/**
 * A view that is fetched when it is first opened. While no server answers, the page before it stays until one does. A view that a newer
 * server does not have any more makes the router load the page anew.
 */
export function lazyView<Name extends string>(load: () => Promise<Record<Name, RouteComponent>>, name: Name): RouteComponent {
  return lazyRouteComponent(
    () =>
      load().catch(async (error: unknown) => {
        while (!(await serverThere())) await new Promise((resolve) => setTimeout(resolve, AGAIN_MS))
        return load().catch(() => {
          throw error
        })
      }),
    name,
  )
}

function serverThere(): Promise<boolean> {
  return fetch('/healthz', { cache: 'no-store' }).then(
    ({ ok }) => ok,
    () => false,
  )
}
