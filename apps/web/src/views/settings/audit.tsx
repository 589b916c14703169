import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { Answer } from '../../api/contract.ts'
import { apiUrl, get } from '../../api/client.ts'
import type { ApiProblem } from '../../api/problem.ts'
import { usePages } from '../../api/use-answer.ts'
import { formatNumber } from '../../language/format.ts'
import { t } from '../../language/translate.ts'
import { TextFilter } from '../../parts/filters.tsx'
import { Failure } from '../../parts/quick-form.tsx'
import { Notice } from '../../parts/states.tsx'
import { Table, TotalOf } from '../../parts/table.tsx'
import { Ago } from '../../parts/time.tsx'
import { useUrlState } from '../../shell/url-state.ts'

/** Who did what, in a chain in which nothing can be changed unseen. */
export function Audit() {
  const [{ actor, action, object }] = useUrlState()
  const list = usePages<Answer<'AuditRow'>>('/audit', { actor, action, object })
  return (
    <div className="stack">
      <Verify />
      <div className="table-tools">
        <TextFilter name="actor" label={t('column.actor')} />
        <TextFilter name="action" label={t('column.action')} />
        <TextFilter name="object" label={t('column.object')} />
        <TotalOf list={list} />
      </div>
      <Table
        caption={t('settings.tab-audit')}
        list={list}
        rowKey={({ seq }) => seq}
        columns={[
          { id: 'seq', name: '#', number: true, cell: ({ seq }) => formatNumber(seq) },
          { id: 'at', name: t('column.when'), cell: ({ at }) => <Ago time={at} /> },
          { id: 'actor', name: t('column.actor'), cell: (row) => <Actor row={row} /> },
          { id: 'action', name: t('column.action'), cell: (row) => <span className="mono small whole">{row.action}</span> },
          { id: 'object', name: t('column.object'), cell: (row) => <span className="mono small whole">{row.object}</span> },
          {
            id: 'detail',
            name: t('audit.detail'),
            cell: ({ detail }) => <span className="mono small wrap">{JSON.stringify(detail)}</span>,
          },
        ]}
        empty={<p className="card quiet">{t('value.none')}</p>}
      />
    </div>
  )
}

function Actor({ row: { actor, name = '' } }: { readonly row: Answer<'AuditRow'> }) {
  if (name === '') return <span className="mono small whole">{actor}</span>
  return (
    <span className="stack tight">
      <span className="wrap">{name}</span>
      <span className="mono small quiet whole">{actor}</span>
    </span>
  )
}

function Verify() {
  const answer = useQuery<Answer<'AuditVerification'>, ApiProblem>({
    queryKey: ['/audit/verify'],
    queryFn: ({ signal }) => get('/audit/verify', {}, signal),
    enabled: false,
  })
  const { data } = answer
  return (
    <div className="stack">
      <div className="row">
        <Button variant="light" loading={answer.isFetching} onClick={() => void answer.refetch()}>
          {t('audit.verify')}
        </Button>
        <a href={apiUrl('/audit/export')} download="">
          {t('audit.export')}
        </a>
        <span className="small quiet grow">{t('audit.text')}</span>
      </div>
      <Failure error={answer.error} />
      {data === undefined ? null : (
        <div role="status">
          <Notice tone={data.whole ? 'pass' : 'critical'} icon={data.whole ? 'check' : 'cross'}>
            {data.whole ? t('audit.whole', { count: data.entries }) : t('audit.broken', { entry: data.brokenAt ?? 0 })}
            <p className="small mono wrap">{data.head}</p>
          </Notice>
        </div>
      )}
    </div>
  )
}
