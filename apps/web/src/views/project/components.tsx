import { Button } from '@mantine/core'
import { useState } from 'react'
import type { Answer } from '../../api/contract.ts'
import { usePages } from '../../api/use-answer.ts'
import { t } from '../../language/translate.ts'
import { Counts } from '../../parts/counts.tsx'
import { TextFilter } from '../../parts/filters.tsx'
import { PackageLink } from '../../parts/refs.tsx'
import { Empty } from '../../parts/states.tsx'
import { Table, TotalOf } from '../../parts/table.tsx'
import { useUrlState } from '../../shell/url-state.ts'
import { PathsDialog } from './paths-dialog.tsx'
import type { PartProps } from './project-view.tsx'

type Row = Answer<'ProjectComponent'>

/** Everything the project is made of. */
export function Components({ project }: PartProps) {
  const [{ at, q }] = useUrlState()
  const list = usePages<Row>(`/projects/${project.id}/components`, { at, q })
  const [tracing, setTracing] = useState<Row | null>(null)
  return (
    <>
      <div className="table-tools">
        <TextFilter name="q" label={t('filter.name')} />
        <TotalOf list={list} />
      </div>
      <Table
        caption={t('project.tab-components')}
        list={list}
        rowKey={({ version: { id } }) => id}
        columns={[
          { id: 'package', name: t('column.package'), cell: (row) => <PackageLink of={row.package} version={row.version.version} /> },
          { id: 'direct', name: t('column.direct'), cell: (row) => <How row={row} trace={() => setTracing(row)} /> },
          { id: 'findings', name: t('column.findings'), cell: (row) => <Counts counts={row.counts} incomplete={!row.matched} /> },
          {
            id: 'licences',
            name: t('column.licences'),
            cell: ({ licences }) => (licences.length === 0 ? <span className="quiet">{t('value.no-licence')}</span> : licences.join(', ')),
          },
          { id: 'scopes', name: t('column.scope'), cell: ({ scopes }) => <span className="small">{scopes.join(', ')}</span> },
        ]}
        empty={<Empty icon="component" title={q === undefined ? t('project.no-components') : t('empty.filtered')} />}
      />
      {tracing === null ? null : <PathsDialog project={project.id} of={tracing} close={() => setTracing(null)} />}
    </>
  )
}

function How({ row, trace }: { readonly row: Row; readonly trace: () => void }) {
  return (
    <Button size="compact-xs" variant="subtle" onClick={trace}>
      {row.direct === null ? t('value.no-graph') : row.direct ? t('value.direct') : t('value.transitive')}
      <span className="visually-hidden"> {row.package.name}</span>
    </Button>
  )
}
