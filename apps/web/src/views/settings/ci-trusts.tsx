import type { Answer } from '../../api/contract.ts'
import { send } from '../../api/client.ts'
import { useSession } from '../../api/session.ts'
import { usePages } from '../../api/use-answer.ts'
import { t } from '../../language/translate.ts'
import { Card } from '../../parts/page.tsx'
import { QuickForm, RemoveButton } from '../../parts/quick-form.tsx'
import { Empty } from '../../parts/states.tsx'
import { Table } from '../../parts/table.tsx'
import { permissionName } from './permission-name.ts'

/** All that the server lets a pipeline do, in the order in which it is offered. */
const CI_SCOPES = Object.keys({
  'portfolio:read': true,
  'upload:write': true,
  'triage:write': true,
  'project:write': true,
  'policy:read': true,
  'policy:write': true,
} satisfies Readonly<Record<Answer<'CiScope'>, true>>)

/** Which pipelines log in by their own identity: no secret is kept anywhere. */
export function CiTrusts() {
  const list = usePages<Answer<'CiTrust'>>('/ci-trusts')
  const { data: session } = useSession()
  return (
    <div className="stack wide">
      <p className="quiet">{t('trusts.text')}</p>
      <Table
        caption={t('settings.tab-trusts')}
        list={list}
        rowKey={({ id }) => id}
        columns={[
          { id: 'name', name: t('column.name'), cell: ({ name, organisation }) => `${name} (${organisation})` },
          {
            id: 'issuer',
            name: t('trusts.issuer'),
            cell: ({ issuer, audience }) => (
              <span className="stack tight">
                <span className="wrap">{issuer}</span>
                <span className="small quiet wrap">{audience}</span>
              </span>
            ),
          },
          { id: 'condition', name: t('trusts.condition'), cell: ({ condition }) => <code>{condition}</code> },
          {
            id: 'scopes',
            name: t('column.scopes'),
            cell: ({ scopes }) => <span className="small">{scopes.map(permissionName).join(', ')}</span>,
          },
          {
            id: 'act',
            name: t('column.action'),
            cell: ({ id, name }) => <RemoveButton path={`/ci-trusts/${id}`} of={name} stale={['/ci-trusts']} />,
          },
        ]}
        empty={
          <Empty icon="key" title={t('trusts.empty')}>
            {t('trusts.empty-text')}
          </Empty>
        }
      />
      <Card title={t('trusts.add')}>
        <QuickForm
          action={t('action.add')}
          stale={['/ci-trusts']}
          fields={[
            { name: 'name', label: t('column.name'), required: true },
            { name: 'issuer', label: t('trusts.issuer'), kind: 'url', required: true },
            { name: 'audience', label: t('trusts.audience'), required: true, initial: location.origin },
            { name: 'condition', label: t('trusts.condition'), help: t('trusts.condition-help'), kind: 'long', required: true },
            {
              name: 'organisation',
              label: t('people.organisation'),
              kind: 'choice',
              choices: (session?.organisations ?? []).map(({ slug, name }) => ({ value: slug, label: name })),
              initial: session?.organisations[0]?.slug ?? '',
            },
            {
              name: 'scopes',
              label: t('column.scopes'),
              kind: 'many',
              required: true,
              initial: 'portfolio:read,upload:write',
              choices: CI_SCOPES.filter((value) => session?.permissions.includes(value)).map((value) => ({
                value,
                label: permissionName(value),
              })),
            },
          ]}
          submit={({ scopes = '', organisation = '', ...rest }) =>
            send('POST', '/ci-trusts', { body: { ...rest, scopes: scopes.split(','), ...(organisation === '' ? {} : { organisation }) } })
          }
        />
      </Card>
    </div>
  )
}
