import { Button, TextInput } from '@mantine/core'
import { useLocation, useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import type { FormEvent } from 'react'
import type { SessionOf } from '../../api/contract.ts'
import { apiUrl, send } from '../../api/client.ts'
import { loginByPasskey } from '../../api/passkey.ts'
import { useSession } from '../../api/session.ts'
import { useChange } from '../../api/use-change.ts'
import { t } from '../../language/translate.ts'
import { Go, isInside } from '../../parts/go.tsx'
import { Icon } from '../../parts/icon.tsx'
import { Failure } from '../../parts/quick-form.tsx'
import { Answered, Notice } from '../../parts/states.tsx'
import { LanguageMenu, SchemeMenu } from '../../shell/menus.tsx'
import { useUrlState } from '../../shell/url-state.ts'

/** The door: the first start with its token, then passkeys or the organisation's own login. No passwords. */
export function LoginView() {
  const session = useSession()
  const [{ back: asked, problem }] = useUrlState()
  // Of the address that was opened: on the way out the address is already another.
  const [back] = useState(asked)
  const navigate = useNavigate()
  const { pathname } = useLocation()
  const inside = session.data?.account != null
  useEffect(() => {
    document.title = `${t('login.place')} · cupel`
  }, [])
  useEffect(() => {
    if (inside) void navigate({ href: back !== undefined && isInside(back) ? back : '/' })
  }, [inside, back, navigate])
  return (
    <div className="door">
      <div className="row end">
        <LanguageMenu />
        <SchemeMenu />
      </div>
      <main className="card stack wide" id="main">
        <div className="row tight-row">
          <img src="/icon.svg" alt="" width="44" height="44" />
          <div>
            <h1>{t('login.title')}</h1>
            <p className="quiet">{t('login.subtitle')}</p>
          </div>
        </div>
        <Answered answer={session}>
          {(data) =>
            data.setup || pathname === '/setup' ? (
              <FirstStart invited={!data.setup} />
            ) : (
              <Enter session={data} problem={problem} back={back} />
            )
          }
        </Answered>
      </main>
      <p className="small quiet">{t('nav.private')}</p>
    </div>
  )
}

/** The token comes in the part of the address that is never sent anywhere. */
function tokenInAddress(): string {
  return new URLSearchParams(location.hash.slice(1)).get('token') ?? ''
}

function FirstStart({ invited }: { readonly invited: boolean }) {
  const [token, setToken] = useState(tokenInAddress)
  const [name, setName] = useState('')
  const setup = useChange((input: { token: string; name: string }) => send('POST', '/session/setup', { body: input }))
  function submit(event: FormEvent): void {
    event.preventDefault()
    setup.mutate({ token: token.trim(), name: name.trim() })
  }
  return (
    <form className="stack" onSubmit={submit}>
      <p>{invited ? t('login.invited-text') : t('login.first-text')}</p>
      <TextInput
        label={invited ? t('login.invitation') : t('login.token')}
        description={invited ? t('login.invitation-help') : t('login.token-help')}
        value={token}
        required
        autoComplete="one-time-code"
        spellCheck={false}
        onChange={(event) => setToken(event.currentTarget.value)}
      />
      <TextInput
        label={t('login.name')}
        value={name}
        required
        maxLength={100}
        autoComplete="name"
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Failure error={setup.error} />
      <Button type="submit" loading={setup.isPending} disabled={token.trim() === '' || name.trim() === ''}>
        {t('login.begin')}
      </Button>
    </form>
  )
}

/** Why the organisation's own log-in sent somebody back here; its words are ours, the address is anybody's. */
function Refused({ problem }: { readonly problem: string }) {
  return (
    <div role="alert">
      <Notice tone="critical" icon="cross">
        {problem === 'not-reached' ? t('login.not-reached') : problem === 'login-refused' ? t('login.refused') : t('login.failed')}
      </Notice>
    </div>
  )
}

interface EnterProps {
  readonly session: SessionOf
  readonly problem: string | undefined
  /** Where somebody wanted to go. */
  readonly back: string | undefined
}

function Enter({ session, problem, back }: EnterProps) {
  const passkey = useChange(loginByPasskey)
  const { methods } = session
  return (
    <div className="stack">
      {problem === undefined ? null : <Refused problem={problem} />}
      {methods.passkey ? (
        <Button size="md" leftSection={<Icon name="key" />} loading={passkey.isPending} onClick={() => passkey.mutate(undefined)}>
          {t('login.passkey')}
        </Button>
      ) : null}
      {methods.oidc.map(({ id, name }) => (
        <Button
          key={id}
          size="md"
          variant="default"
          component="a"
          href={apiUrl(`/session/oidc/${encodeURIComponent(id)}`, { to: back !== undefined && isInside(back) ? back : null })}
        >
          {t('login.oidc', { name })}
        </Button>
      ))}
      {methods.passkey || methods.oidc.length > 0 ? null : <p>{t('login.no-method')}</p>}
      <Failure error={passkey.error} />
      <TokenEntry />
    </div>
  )
}

/** Who lost every key is invited again by somebody who administers. */
function TokenEntry() {
  return (
    <details className="small">
      <summary>{t('login.lost')}</summary>
      <p>
        {t('login.lost-text')} <Go to="/setup">{t('login.have-invitation')}</Go>
      </p>
    </details>
  )
}
