import { Button } from '@mantine/core'
import type { Answer } from '../../api/contract.ts'
import { send } from '../../api/client.ts'
import { registerPasskey } from '../../api/passkey.ts'
import { useSession } from '../../api/session.ts'
import { usePages } from '../../api/use-answer.ts'
import { useChange } from '../../api/use-change.ts'
import { LOCALES, LOCALE_NAMES } from '../../language/locale.ts'
import { spoken, t } from '../../language/translate.ts'
import { Icon } from '../../parts/icon.tsx'
import { Card } from '../../parts/page.tsx'
import { Failure, QuickForm, RemoveButton } from '../../parts/quick-form.tsx'
import { Answered, Empty } from '../../parts/states.tsx'
import { Table } from '../../parts/table.tsx'
import { Ago } from '../../parts/time.tsx'
import { keepPreference } from '../../shell/preference.ts'

/** Who I am here, my keys, and where I am logged in. */
export function Account() {
  const session = useSession()
  const passkeys = usePages<Answer<'Passkey'>>('/passkeys')
  const sessions = usePages<Answer<'SessionRow'>>('/sessions')
  const register = useChange(registerPasskey, { stale: ['/passkeys', '/session'] })
  return (
    <Answered answer={session}>
      {({ account }) =>
        account === null ? (
          <Empty icon="person" title={t('account.none')} />
        ) : (
          <div className="stack wide">
            <Card title={t('account.me')}>
              <QuickForm
                key={account.id}
                action={t('action.save')}
                stale={['/session']}
                fields={[
                  { name: 'name', label: t('login.name'), initial: account.name, required: true },
                  { name: 'email', label: t('account.email'), initial: account.email },
                  {
                    name: 'locale',
                    label: t('language.choose'),
                    kind: 'choice',
                    initial: account.locale === '' ? spoken() : account.locale,
                    choices: LOCALES.map((value) => ({ value, label: LOCALE_NAMES[value] })),
                  },
                ]}
                submit={(values) =>
                  send('PATCH', '/session', { body: values }).then(() => keepPreference('locale', values['locale'] ?? 'en'))
                }
              />
            </Card>
            <Card title={t('account.passkeys')}>
              <div className="stack">
                <p className="quiet">{t('account.passkeys-text')}</p>
                <Failure error={register.error} />
                <div>
                  <Button leftSection={<Icon name="key" />} loading={register.isPending} onClick={() => register.mutate(undefined)}>
                    {t('account.add-passkey')}
                  </Button>
                </div>
                <Table
                  caption={t('account.passkeys')}
                  list={passkeys}
                  rowKey={({ id }) => id}
                  columns={[
                    { id: 'name', name: t('column.name'), cell: ({ name }) => name },
                    { id: 'created', name: t('column.created'), cell: ({ created }) => <Ago time={created} /> },
                    { id: 'used', name: t('column.used'), cell: ({ used }) => (used === null ? t('value.never') : <Ago time={used} />) },
                    {
                      id: 'act',
                      name: t('column.action'),
                      cell: ({ id, name }) => (
                        <RemoveButton path={`/passkeys/${encodeURIComponent(id)}`} of={name} stale={['/passkeys', '/session']} />
                      ),
                    },
                  ]}
                  empty={<Empty icon="key" title={t('account.no-passkey')} />}
                />
              </div>
            </Card>
            <Card title={t('account.sessions')}>
              <Table
                caption={t('account.sessions')}
                list={sessions}
                rowKey={({ id }) => id}
                columns={[
                  {
                    id: 'agent',
                    name: t('account.browser'),
                    cell: ({ agent, current }) => (
                      <span className="small wrap">{current ? `${t('account.this-one')} · ${agent}` : agent}</span>
                    ),
                  },
                  { id: 'seen', name: t('column.used'), cell: ({ seen }) => <Ago time={seen} /> },
                  { id: 'expires', name: t('column.expires'), cell: ({ expires }) => <Ago time={expires} /> },
                  {
                    id: 'act',
                    name: t('column.action'),
                    cell: ({ id, agent, current }) =>
                      current ? null : <RemoveButton path={`/sessions/${id}`} of={agent} stale={['/sessions']} label={t('account.end')} />,
                  },
                ]}
                empty={<p className="quiet">{t('value.none')}</p>}
              />
            </Card>
          </div>
        )
      }
    </Answered>
  )
}
