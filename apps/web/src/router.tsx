import type { RouteComponent } from '@tanstack/react-router'
import { createRootRoute, createRoute, createRouter } from '@tanstack/react-router'
import { lazyView } from './shell/lazy-view.ts'
import { Broken, Lost } from './shell/lost.tsx'
import { Shell } from './shell/shell.tsx'
import { parseSearch, stringifySearch } from './shell/url-state.ts'

const root = createRootRoute()
const inside = createRoute({ getParentRoute: () => root, id: 'inside', component: Shell })
const setup = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  component: lazyView(() => import('./views/login/login-view.tsx'), 'LoginView'),
})
const login = createRoute({
  getParentRoute: () => root,
  path: '/login',
  component: lazyView(() => import('./views/login/login-view.tsx'), 'LoginView'),
})

function view(path: string, component: RouteComponent) {
  return createRoute({ getParentRoute: () => inside, path, component })
}

const portfolio = lazyView(() => import('./views/portfolio/portfolio-view.tsx'), 'PortfolioView')
const project = lazyView(() => import('./views/project/project-view.tsx'), 'ProjectView')
const components = lazyView(() => import('./views/component/components-view.tsx'), 'ComponentsView')
const component = lazyView(() => import('./views/component/component-view.tsx'), 'ComponentView')
const settings = lazyView(() => import('./views/settings/settings-view.tsx'), 'SettingsView')

/** Every address of the app. Each view is a chunk of its own, fetched when it is first opened. */
export function makeRouter() {
  const routeTree = root.addChildren([
    login,
    setup,
    inside.addChildren([
      view(
        '/',
        lazyView(() => import('./views/home/home-view.tsx'), 'HomeView'),
      ),
      view(
        '/home/$persona',
        lazyView(() => import('./views/home/home-view.tsx'), 'HomeView'),
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
        lazyView(() => import('./views/compare/compare-view.tsx'), 'CompareView'),
      ),
      view(
        '/impact',
        lazyView(() => import('./views/impact/impact-view.tsx'), 'ImpactView'),
      ),
      view(
        '/graph',
        lazyView(() => import('./views/graph/graph-view.tsx'), 'GraphView'),
      ),
      view(
        '/advisories',
        lazyView(() => import('./views/advisory/advisories-view.tsx'), 'AdvisoriesView'),
      ),
      view(
        '/advisories/new',
        lazyView(() => import('./views/advisory/private-advisory-view.tsx'), 'PrivateAdvisoryView'),
      ),
      view(
        '/advisories/$advisory',
        lazyView(() => import('./views/advisory/advisory-view.tsx'), 'AdvisoryView'),
      ),
      view(
        '/findings',
        lazyView(() => import('./views/findings/findings-view.tsx'), 'FindingsView'),
      ),
      view(
        '/policy',
        lazyView(() => import('./views/policy/policy-view.tsx'), 'PolicyView'),
      ),
      view(
        '/search',
        lazyView(() => import('./views/search/search-view.tsx'), 'SearchView'),
      ),
      view(
        '/notifications',
        lazyView(() => import('./views/notifications/notifications-view.tsx'), 'NotificationsView'),
      ),
      view(
        '/import',
        lazyView(() => import('./views/import/import-view.tsx'), 'ImportView'),
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
