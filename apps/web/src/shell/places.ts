import type { MessageId } from '../language/translate.ts'
import type { IconName } from '../parts/icon.tsx'

export interface Place {
  readonly to: string
  readonly name: MessageId
  readonly icon: IconName
}

/** The rail: what is here, what is wrong, what is asked of it. */
export const PLACES: readonly { readonly name: MessageId; readonly places: readonly Place[] }[] = [
  {
    name: 'nav.see',
    places: [
      { to: '/', name: 'nav.home', icon: 'home' },
      { to: '/portfolio', name: 'nav.portfolio', icon: 'projects' },
      { to: '/components', name: 'nav.components', icon: 'component' },
      { to: '/graph', name: 'nav.graph', icon: 'link' },
    ],
  },
  {
    name: 'nav.act',
    places: [
      { to: '/findings', name: 'nav.findings', icon: 'findings' },
      { to: '/advisories', name: 'nav.advisories', icon: 'advisory' },
      { to: '/policy', name: 'nav.policy', icon: 'policy' },
    ],
  },
  {
    name: 'nav.feed',
    places: [
      { to: '/import', name: 'nav.import', icon: 'upload' },
      { to: '/notifications', name: 'nav.notifications', icon: 'bell' },
      { to: '/settings', name: 'nav.settings', icon: 'settings' },
    ],
  },
]
