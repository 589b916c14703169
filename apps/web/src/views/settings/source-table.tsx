import type { Answer } from '../../api/contract.ts'
import type { Listed } from '../../api/use-answer.ts'
import { t } from '../../language/translate.ts'
import { ProjectLink } from '../../parts/refs.tsx'
import { RemoveButton } from '../../parts/quick-form.tsx'
import { Empty } from '../../parts/states.tsx'
import { Table } from '../../parts/table.tsx'
import { Ago } from '../../parts/time.tsx'

/** Repositories and folders that are looked at again and again, when they are due, and why the last time failed. */
export function SourceTable({ list }: { readonly list: Listed<Answer<'Source'>> }) {
  return (
    <Table
      caption={t('settings.tab-sources')}
      list={list}
      rowKey={({ id }) => id}
      columns={[
        {
          id: 'location',
          name: t('column.source'),
          cell: ({ kind, location, ref }) => (
            <span className="stack tight">
              <span className="mono wrap">{location}</span>
              <span className="small quiet">{[t(`sources.${kind}`), ref].filter((text) => text !== '').join(' · ')}</span>
            </span>
          ),
        },
        { id: 'project', name: t('column.project'), cell: ({ project }) => <ProjectLink project={project} /> },
        { id: 'due', name: t('column.due'), cell: ({ due, enabled }) => (enabled ? <Ago time={due} /> : t('webhooks.off')) },
        {
          id: 'last',
          name: t('sources.last'),
          cell: ({ attempted, reason }) => (
            <span className="stack tight">
              {attempted === null ? t('value.never') : <Ago time={attempted} />}
              {reason === '' ? null : <span className="small wrap">{reason}</span>}
            </span>
          ),
        },
        {
          id: 'act',
          name: t('column.action'),
          cell: ({ id, location }) => <RemoveButton path={`/sources/${id}`} of={location} stale={['/sources']} />,
        },
      ]}
      empty={
        <Empty icon="link" title={t('sources.empty')}>
          {t('sources.empty-text')}
        </Empty>
      }
    />
  )
}
