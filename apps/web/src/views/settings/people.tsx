import { useState } from 'react'
import type { Answer } from '../../api/contract.ts'
import { send } from '../../api/client.ts'
import { usePages } from '../../api/use-answer.ts'
import { t } from '../../language/translate.ts'
import { Card } from '../../parts/page.tsx'
import { QuickForm, RemoveButton } from '../../parts/quick-form.tsx'
import { Table } from '../../parts/table.tsx'
import { ROLES, roleName } from './permission-name.ts'
import { Secret } from './secret.tsx'

type AccountOf = Answer<'Account'>
const SLUG = '[a-z0-9][a-z0-9\\-]*'

/** Organisations, teams, people, and who may do what where. */
export function People() {
  const accounts = usePages<AccountOf>('/accounts', { limit: 200 })
  const organisations = usePages<Answer<'Organisation'>>('/organisations', { limit: 200 })
  const teams = usePages<Answer<'Team'>>('/teams', { limit: 200 })
  const [invited, setInvited] = useState<Answer<'Invitation'> | null>(null)
  const anywhere = { value: '', label: t('people.everywhere') }
  const places = [anywhere, ...organisations.rows.map(({ slug, name }) => ({ value: slug, label: name }))]
  const roles = ROLES.map((value) => ({ value, label: roleName(value) }))
  return (
    <div className="stack wide">
      {invited === null ? null : <Secret title={t('people.invited')} value={`${location.origin}/setup#token=${invited.token}`} />}
      <Table
        caption={t('people.accounts')}
        list={accounts}
        rowKey={({ id }) => id}
        columns={[
          {
            id: 'name',
            name: t('column.name'),
            cell: ({ name, email, issuer, disabled }) => (
              <span className="stack tight">
                <span className="strong wrap">{name}</span>
                <span className="small quiet wrap">
                  {[email, issuer, disabled === null ? '' : t('people.disabled')].filter((text) => text !== '').join(' · ')}
                </span>
              </span>
            ),
          },
          { id: 'grants', name: t('people.grants'), cell: ({ name, grants }) => <Grants name={name} grants={grants} /> },
        ]}
        empty={<p className="quiet">{t('value.none')}</p>}
      />
      <div className="grid">
        <Card title={t('people.invite')}>
          <QuickForm<Answer<'Invitation'>>
            action={t('people.invite')}
            stale={['/accounts']}
            done={setInvited}
            fields={[
              { name: 'name', label: t('column.name'), required: true },
              { name: 'email', label: t('account.email') },
              { name: 'role', label: t('people.role'), kind: 'choice', choices: roles, initial: 'viewer' },
              { name: 'organisation', label: t('people.where'), kind: 'choice', choices: places },
            ]}
            submit={({ name, email, role, organisation = '' }) =>
              send('POST', '/accounts', { body: { name, email, role, ...(organisation === '' ? {} : { organisation }) } })
            }
          />
        </Card>
        <Card title={t('people.grant')}>
          <QuickForm
            action={t('people.grant')}
            stale={['/accounts']}
            fields={[
              {
                name: 'account',
                label: t('column.actor'),
                kind: 'choice',
                required: true,
                choices: [{ value: '', label: '–' }, ...accounts.rows.map(({ id, name }) => ({ value: String(id), label: name }))],
              },
              { name: 'role', label: t('people.role'), kind: 'choice', choices: roles, initial: 'viewer' },
              { name: 'organisation', label: t('people.where'), kind: 'choice', choices: places },
              {
                name: 'team',
                label: t('column.team'),
                kind: 'choice',
                choices: [{ value: '', label: '–' }, ...teams.rows.map(({ id, name }) => ({ value: String(id), label: name }))],
              },
            ]}
            submit={({ account, role, organisation = '', team = '' }) =>
              send('POST', '/grants', {
                body: {
                  account: Number(account),
                  role,
                  ...(organisation === '' ? {} : { organisation }),
                  ...(team === '' ? {} : { team: Number(team) }),
                },
              })
            }
          />
        </Card>
        <Card title={t('people.organisations')}>
          <p className="wrap">{organisations.rows.map(({ name, slug }) => `${name} (${slug})`).join(', ')}</p>
          <QuickForm
            action={t('action.add')}
            stale={['/organisations', '/session']}
            fields={[
              { name: 'slug', label: t('people.slug'), required: true, pattern: SLUG },
              { name: 'name', label: t('column.name'), required: true },
            ]}
            submit={(body) => send('POST', '/organisations', { body })}
          />
        </Card>
        <Card title={t('people.teams')}>
          <p className="wrap">{teams.rows.map(({ name, organisation }) => `${name} (${organisation})`).join(', ')}</p>
          <QuickForm
            action={t('action.add')}
            stale={['/teams']}
            fields={[
              { name: 'slug', label: t('people.slug'), required: true, pattern: SLUG },
              { name: 'name', label: t('column.name'), required: true },
              {
                name: 'organisation',
                label: t('people.organisation'),
                kind: 'choice',
                choices: places.slice(1),
                initial: organisations.rows[0]?.slug ?? '',
              },
            ]}
            submit={({ slug, name, organisation = '' }) =>
              send('POST', '/teams', { body: { slug, name, ...(organisation === '' ? {} : { organisation }) } })
            }
          />
        </Card>
      </div>
    </div>
  )
}

function Grants({ name, grants }: { readonly name: string; readonly grants: AccountOf['grants'] }) {
  return (
    <ul className="stack tight">
      {grants.map(({ id, role, organisation, team, project }) => (
        <li key={id} className="row">
          <span className="wrap">
            {roleName(role)} – {project ?? team ?? organisation ?? t('people.everywhere')}
          </span>
          <RemoveButton path={`/grants/${id}`} of={`${roleName(role)} ${name}`} stale={['/accounts']} />
        </li>
      ))}
    </ul>
  )
}
