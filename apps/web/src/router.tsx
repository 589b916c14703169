import type { RouteComponent } from '@tanstack/react-router'
import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'
import { Broken, Lost } from './shell/lost.tsx'
import { Shell } from './shell/shell.tsx'
import { parseSearch, stringifySearch } from './shell/url-state.ts'

const root = createRootRoute()
const inside = createRoute({ getParentRoute: () => root, id: 'inside', component: Shell })
const setup = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  component: lazyRouteComponent(() => import('./views/login/login-view.tsx'), 'LoginView'),
})
const login = createRoute({
  getParentRoute: () => root,
  path: '/login',
  component: lazyRouteComponent(() => import('./views/login/login-view.tsx'), 'LoginView'),
})

function view(path: string, component: RouteComponent) {
  return createRoute({ getParentRoute: () => inside, path, component })
}

const portfolio = lazyRouteComponent(() => import('./views/portfolio/portfolio-view.tsx'), 'PortfolioView')
const project = lazyRouteComponent(() => import('./views/project/project-view.tsx'), 'ProjectView')
const components = lazyRouteComponent(() => import('./views/component/components-view.tsx'), 'ComponentsView')
const component = lazyRouteComponent(() => import('./views/component/component-view.tsx'), 'ComponentView')
const settings = lazyRouteComponent(() => import('./views/settings/settings-view.tsx'), 'SettingsView')

/** Every address of the app. Each view is a chunk of its own, fetched when it is first opened. */
export function makeRouter() {
  const routeTree = root.addChildren([
    login,
    setup,
    inside.addChildren([
      view(
        '/',
        lazyRouteComponent(() => import('./views/home/home-view.tsx'), 'HomeView'),
      ),
      view(
        '/home/$persona',
        lazyRouteComponent(() => import('./views/home/home-view.tsx'), 'HomeView'),
      ),
      view('/portfolio', portfolio),
      view('/projects', portfolio),
      view('/projects/$project', project),
      view('/projects/$project/$tab', project),
      view('/components', components),
      view('/components/$component', component),
      view('/components/$component/$tab', component),
      view(
        '/compare',
        lazyRouteComponent(() => import('./views/compare/compare-view.tsx'), 'CompareView'),
      ),
      view(
        '/impact',
        lazyRouteComponent(() => import('./views/impact/impact-view.tsx'), 'ImpactView'),
      ),
      view(
        '/graph',
        lazyRouteComponent(() => import('./views/graph/graph-view.tsx'), 'GraphView'),
      ),
      view(
        '/advisories',
        lazyRouteComponent(() => import('./views/advisory/advisories-view.tsx'), 'AdvisoriesView'),
      ),
      view(
        '/advisories/new',
        lazyRouteComponent(() => import('./views/advisory/private-advisory-view.tsx'), 'PrivateAdvisoryView'),
      ),
      view(
        '/advisories/$advisory',
        lazyRouteComponent(() => import('./views/advisory/advisory-view.tsx'), 'AdvisoryView'),
      ),
      view(
        '/findings',
        lazyRouteComponent(() => import('./views/findings/findings-view.tsx'), 'FindingsView'),
      ),
      view(
        '/policy',
        lazyRouteComponent(() => import('./views/policy/policy-view.tsx'), 'PolicyView'),
      ),
      view(
        '/search',
        lazyRouteComponent(() => import('./views/search/search-view.tsx'), 'SearchView'),
      ),
      view(
        '/notifications',
        lazyRouteComponent(() => import('./views/notifications/notifications-view.tsx'), 'NotificationsView'),
      ),
      view(
        '/import',
        lazyRouteComponent(() => import('./views/import/import-view.tsx'), 'ImportView'),
      ),
      view('/settings', settings),
      view('/settings/$section', settings),
      view('/$', Lost),
    ]),
  ])
  return createRouter({
    routeTree,
    parseSearch,
    stringifySearch,
    defaultPreload: 'intent',
    scrollRestoration: true,
    defaultErrorComponent: Broken,
  })
}
