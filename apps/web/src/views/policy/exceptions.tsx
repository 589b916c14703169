import { Button } from '@mantine/core'
import { useState } from 'react'
import type { Answer } from '../../api/contract.ts'
import { send } from '../../api/client.ts'
import { useMay } from '../../api/session.ts'
import { usePages } from '../../api/use-answer.ts'
import { useChange } from '../../api/use-change.ts'
import { t } from '../../language/translate.ts'
import { ProjectLink } from '../../parts/refs.tsx'
import { Empty } from '../../parts/states.tsx'
import { Table, TotalOf } from '../../parts/table.tsx'
import { Ago } from '../../parts/time.tsx'
import { ExceptionDialog } from './exception-dialog.tsx'

/** Who asked for which exception, why, and when it ends. */
export function Exceptions() {
  const list = usePages<Answer<'PolicyException'>>('/policy-exceptions')
  const may = useMay('policy:write')
  const [adding, setAdding] = useState(false)
  const end = useChange((id: number) => send('DELETE', `/policy-exceptions/${id}`))
  return (
    <>
      <div className="table-tools">
        {may ? <Button onClick={() => setAdding(true)}>{t('exceptions.add')}</Button> : null}
        <TotalOf list={list} />
      </div>
      <Table
        caption={t('policy.tab-exceptions')}
        list={list}
        rowKey={({ id }) => id}
        columns={[
          {
            id: 'rule',
            name: t('column.rule'),
            cell: ({ pack, rule, selector }) => (
              <span className="stack tight">
                <span className="mono wrap">
                  {pack} / {rule}
                </span>
                {selector === '' ? null : <span className="mono small quiet wrap">{selector}</span>}
              </span>
            ),
          },
          {
            id: 'project',
            name: t('column.project'),
            cell: ({ project }) => (project === null ? t('exceptions.everywhere') : <ProjectLink project={project} />),
          },
          { id: 'reason', name: t('column.reason'), cell: ({ reason }) => <span className="wrap">{reason}</span> },
          { id: 'owner', name: t('column.owner'), cell: ({ owner }) => owner },
          { id: 'expires', name: t('column.expires'), cell: ({ expires }) => <Ago time={expires} /> },
          {
            id: 'act',
            name: t('column.action'),
            cell: ({ id, rule }) =>
              may ? (
                <Button size="compact-sm" variant="default" onClick={() => end.mutate(id)}>
                  {t('exceptions.end')}
                  <span className="visually-hidden"> {rule}</span>
                </Button>
              ) : null,
          },
        ]}
        empty={
          <Empty icon="policy" title={t('exceptions.empty')}>
            {t('exceptions.empty-text')}
          </Empty>
        }
      />
      {adding ? <ExceptionDialog close={() => setAdding(false)} /> : null}
    </>
  )
}
