import { useState } from 'react'
import type { Answer } from '../../api/contract.ts'
import { send } from '../../api/client.ts'
import { useSession } from '../../api/session.ts'
import { usePages } from '../../api/use-answer.ts'
import { t } from '../../language/translate.ts'
import { Card } from '../../parts/page.tsx'
import { QuickForm, RemoveButton } from '../../parts/quick-form.tsx'
import { Empty } from '../../parts/states.tsx'
import { Table } from '../../parts/table.tsx'
import { Ago } from '../../parts/time.tsx'
import { permissionName } from './permission-name.ts'
import { Secret } from './secret.tsx'

type Created = Answer<'ApiTokenCreated'>

/** Keys for machines: shown once, limited in what and how long they may. */
export function Tokens() {
  const list = usePages<Answer<'ApiToken'>>('/tokens')
  const { data: session } = useSession()
  const [made, setMade] = useState<Created | null>(null)
  const scopes = session?.permissions ?? []
  return (
    <div className="stack wide">
      {made === null ? null : <Secret title={t('tokens.made', { name: made.name })} value={made.token} />}
      <Card title={t('tokens.add')}>
        <QuickForm<Created>
          key={scopes.length}
          action={t('tokens.make')}
          stale={['/tokens']}
          done={setMade}
          fields={[
            { name: 'name', label: t('column.name'), help: t('tokens.name-help'), required: true },
            { name: 'days', label: t('tokens.days'), kind: 'number', initial: '90', required: true },
            {
              name: 'scopes',
              label: t('column.scopes'),
              kind: 'many',
              required: true,
              initial: 'portfolio:read,upload:write',
              choices: scopes.map((value) => ({ value, label: permissionName(value) })),
            },
          ]}
          submit={({ name = '', days = '90', scopes: chosen = '' }) =>
            send<Created>('POST', '/tokens', { body: { name, days: Number(days), scopes: chosen.split(',') } })
          }
        />
      </Card>
      <Table
        caption={t('settings.tab-tokens')}
        list={list}
        rowKey={({ id }) => id}
        columns={[
          {
            id: 'name',
            name: t('column.name'),
            cell: ({ name, prefix }) => (
              <span>
                <span className="strong wrap">{name}</span> <span className="mono small quiet">{prefix}…</span>
              </span>
            ),
          },
          {
            id: 'scopes',
            name: t('column.scopes'),
            cell: ({ scopes: may }) => <span className="small">{may.map(permissionName).join(', ')}</span>,
          },
          { id: 'used', name: t('column.used'), cell: ({ used }) => (used === null ? t('value.never') : <Ago time={used} />) },
          { id: 'expires', name: t('column.expires'), cell: ({ expires }) => <Ago time={expires} /> },
          {
            id: 'act',
            name: t('column.action'),
            cell: ({ id, name }) => <RemoveButton path={`/tokens/${id}`} of={name} stale={['/tokens']} />,
          },
        ]}
        empty={
          <Empty icon="key" title={t('tokens.empty')}>
            {t('tokens.empty-text')}
          </Empty>
        }
      />
    </div>
  )
}
