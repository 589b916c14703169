import type { Answer } from '../../api/contract.ts'
import { usePages } from '../../api/use-answer.ts'
import { t } from '../../language/translate.ts'
import { AdvisoryLink } from '../../parts/refs.tsx'
import { SeverityMark } from '../../parts/mark.tsx'
import { Empty } from '../../parts/states.tsx'
import { Table, TotalOf } from '../../parts/table.tsx'
import { Ago } from '../../parts/time.tsx'
import { eventText } from '../../parts/event-text.ts'
import { ChangeKind } from '../portfolio/changes.tsx'
import type { PartProps } from './project-view.tsx'

/** What happened to this project, newest first: pictures, findings, decisions. */
export function History({ project }: PartProps) {
  const list = usePages<Answer<'HistoryRow'>>(`/projects/${project.id}/history`)
  return (
    <>
      <div className="table-tools">
        <TotalOf list={list} />
      </div>
      <Table
        caption={t('project.tab-history')}
        list={list}
        rowKey={(row) => `${row.at} ${row.kind} ${row.vulnerability?.id} ${row.version?.id} ${row.text}`}
        columns={[
          { id: 'at', name: t('column.when'), cell: ({ at }) => <Ago time={at} /> },
          { id: 'kind', name: t('column.change'), cell: ({ kind }) => <ChangeKind kind={kind} /> },
          {
            id: 'what',
            name: t('column.what'),
            cell: ({ text, vulnerability, version }) => (
              <span className="stack tight">
                <span className="wrap">{eventText(text)}</span>
                <span className="row small">
                  {vulnerability === null ? null : (
                    <>
                      <AdvisoryLink of={vulnerability} />
                      <SeverityMark severity={vulnerability.severity} />
                    </>
                  )}
                  {version === null ? null : <span className="mono">{version.purl}</span>}
                </span>
              </span>
            ),
          },
        ]}
        empty={<Empty icon="history" title={t('changes.empty')} />}
      />
    </>
  )
}
