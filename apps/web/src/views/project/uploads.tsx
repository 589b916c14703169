import type { Answer } from '../../api/contract.ts'
import { usePages } from '../../api/use-answer.ts'
import { formatBytes } from '../../language/format.ts'
import { t } from '../../language/translate.ts'
import { Go } from '../../parts/go.tsx'
import { Card } from '../../parts/page.tsx'
import { Empty } from '../../parts/states.tsx'
import { Table, TotalOf } from '../../parts/table.tsx'
import { Ago } from '../../parts/time.tsx'
import { Problems } from '../import/problems.tsx'
import { UploadResult, UploadState } from '../import/upload-state.tsx'
import type { PartProps } from './project-view.tsx'

/** What was sent in, what became of it, and what could not be read. */
export function Uploads({ project }: PartProps) {
  const list = usePages<Answer<'Upload'>>('/uploads', { project: project.id })
  return (
    <div className="stack wide">
      {project.problems.length === 0 ? null : (
        <Card title={t('project.problems')}>
          <Problems problems={project.problems} />
        </Card>
      )}
      <div>
        <div className="table-tools">
          <Go to={`/import?project=${project.id}`}>{t('project.import')}</Go>
          <TotalOf list={list} />
        </div>
        <Table
          caption={t('project.tab-uploads')}
          list={list}
          rowKey={({ id }) => id}
          columns={[
            {
              id: 'name',
              name: t('column.name'),
              cell: (row) => (
                <span className="stack tight">
                  <span className="wrap">{row.name === '' ? row.kind : row.name}</span>
                  <span className="small mono quiet">{row.digest}</span>
                </span>
              ),
            },
            { id: 'kind', name: t('column.kind'), cell: ({ kind }) => kind },
            { id: 'state', name: t('column.state'), cell: ({ state }) => <UploadState state={state} /> },
            { id: 'result', name: t('column.result'), cell: (row) => <UploadResult upload={row} /> },
            { id: 'size', name: t('column.size'), number: true, cell: ({ size }) => formatBytes(size) },
            { id: 'created', name: t('column.when'), cell: ({ created }) => <Ago time={created} /> },
          ]}
          empty={
            <Empty icon="upload" title={t('project.no-uploads')}>
              {t('project.no-snapshot-text')}
            </Empty>
          }
        />
      </div>
    </div>
  )
}
