import { ActionIcon } from '@mantine/core'
import { Outlet, useLocation, useNavigate, useRouterState } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useSession } from '../api/session.ts'
import { t } from '../language/translate.ts'
import { Dialog } from '../parts/dialog.tsx'
import { Icon } from '../parts/icon.tsx'
import { Answered } from '../parts/states.tsx'
import { AtBanner, AtControl } from './at-control.tsx'
import { Live } from './live.tsx'
import { AccountMenu, LanguageMenu, PersonaMenu, SchemeMenu } from './menus.tsx'
import { Rail } from './rail.tsx'
import { SearchDialog } from './search-dialog.tsx'

/** Everything around a view, for who is logged in; everybody else is sent to the door. */
export function Shell() {
  const session = useSession()
  const navigate = useNavigate()
  const { pathname, href } = useLocation()
  const outside = session.data !== undefined && session.data.account === null && !session.data.demo
  useEffect(() => {
    // While the door is still being fetched, the address is already its own.
    if (outside && pathname !== '/login') void navigate({ to: '/login', search: { back: href } as never, replace: true })
  }, [outside, navigate, pathname, href])
  if (session.data === undefined || outside) {
    return (
      <main className="main">
        <Answered answer={session}>{() => null}</Answered>
      </main>
    )
  }
  return <Inside />
}

function Inside() {
  const [searching, setSearching] = useState(false)
  const [menu, setMenu] = useState(false)
  // While the next page is fetched the one before stays: readers are told that it is about to change.
  const here = useRouterState({ select: ({ resolvedLocation }) => resolvedLocation?.href })
  const next = useRouterState({ select: ({ location }) => location.href })
  useEffect(() => {
    function onKey(event: KeyboardEvent): void {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault()
        setSearching(true)
      }
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [])
  return (
    <>
      <a className="skip" href="#main">
        {t('nav.skip')}
      </a>
      <div className="shell">
        <Rail />
        <div>
          <header className="bar">
            <ActionIcon className="only-narrow" variant="subtle" size="lg" aria-label={t('nav.open')} onClick={() => setMenu(true)}>
              <Icon name="menu" />
            </ActionIcon>
            <button type="button" className="find" onClick={() => setSearching(true)} aria-keyshortcuts="Control+K">
              <Icon name="search" />
              <span>{t('search.open')}</span>
              <kbd className="only-wide">Ctrl K</kbd>
            </button>
            <span className="space" />
            <AtControl />
            <PersonaMenu />
            <LanguageMenu />
            <SchemeMenu />
            <AccountMenu />
          </header>
          <AtBanner />
          <main className="main" id="main" tabIndex={-1} aria-busy={here !== next} data-address={here}>
            <Outlet />
          </main>
        </div>
      </div>
      <Live />
      {searching ? <SearchDialog close={() => setSearching(false)} /> : null}
      {menu ? (
        <Dialog title={t('nav.label')} close={() => setMenu(false)} className="drawer" bare>
          <Rail leave={() => setMenu(false)} />
        </Dialog>
      ) : null}
    </>
  )
}
