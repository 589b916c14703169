import { useLocation } from '@tanstack/react-router'
import { useSession } from '../api/session.ts'
import { t } from '../language/translate.ts'
import { Go } from '../parts/go.tsx'
import { Icon } from '../parts/icon.tsx'
import { PLACES } from './places.ts'

/** The cup and its gold. */
export function Brand() {
  return (
    <Go to="/" className="brand">
      <svg width="30" height="30" viewBox="0 0 32 32" aria-hidden="true">
        <path d="M5 12h22l-2.600 11A4.200 4.200 0 0 1 20.300 26.500h-8.600a4.200 4.200 0 0 1-4.100-3.500z" fill="#dfe6e8" />
        <path d="M8.500 12c1.600 4.200 13.400 4.200 15 0z" fill="#d9a441" />
        <circle cx="16" cy="7.500" r="2.600" fill="#f0c46a" />
      </svg>
      cupel
    </Go>
  )
}

/** The way to every part of the app. */
export function Rail({ leave }: { readonly leave?: () => void }) {
  const { pathname } = useLocation()
  const { data: session } = useSession()
  return (
    <nav className="rail" aria-label={t('nav.label')}>
      <Brand />
      {PLACES.map(({ name, places }) => (
        <div key={name}>
          <p className="rail-group">{t(name)}</p>
          <ul>
            {places.map(({ to, name: place, icon }) => (
              <li key={to}>
                <Go to={to} className="place" current={isHere(to, pathname)} {...(leave === undefined ? {} : { onClick: leave })}>
                  <Icon name={icon} />
                  {t(place)}
                </Go>
              </li>
            ))}
          </ul>
        </div>
      ))}
      <p className="foot">{session?.demo ? t('nav.demo') : t('nav.private')}</p>
    </nav>
  )
}

function isHere(to: string, pathname: string): boolean {
  if (to === '/') return pathname === '/' || pathname.startsWith('/home/')
  if (to === '/portfolio' && pathname.startsWith('/projects')) return true
  if (to === '/components' && (pathname.startsWith('/compare') || pathname.startsWith('/impact'))) return true
  return pathname === to || pathname.startsWith(`${to}/`)
}
