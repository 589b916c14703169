import type { Answer } from '../../api/contract.ts'
import { usePages } from '../../api/use-answer.ts'
import { t } from '../../language/translate.ts'
import { Counts } from '../../parts/counts.tsx'
import { ProjectLink } from '../../parts/refs.tsx'
import { Empty } from '../../parts/states.tsx'
import { Table, TotalOf } from '../../parts/table.tsx'
import { useAt } from '../../shell/url-state.ts'
import type { PackageOf } from './component-view.tsx'

/** Who here rests on it, and in which version. */
export function Users({ of }: { readonly of: PackageOf }) {
  const list = usePages<Answer<'PackageUserRow'>>(`/components/${of.package.id}/projects`, { at: useAt() })
  return (
    <>
      <div className="table-tools">
        <TotalOf list={list} />
      </div>
      <Table
        caption={t('component.tab-projects')}
        list={list}
        rowKey={({ project, version }) => `${project.id} ${version.id}`}
        columns={[
          { id: 'project', name: t('column.project'), cell: ({ project }) => <ProjectLink project={project} /> },
          { id: 'version', name: t('column.version'), cell: ({ version }) => <span className="mono">{version.version}</span> },
          {
            id: 'direct',
            name: t('column.direct'),
            cell: ({ direct }) => (direct === null ? t('value.no-graph') : direct ? t('value.direct') : t('value.transitive')),
          },
          { id: 'findings', name: t('column.findings'), cell: ({ counts, matched }) => <Counts counts={counts} incomplete={!matched} /> },
        ]}
        empty={<Empty icon="projects" title={t('component.no-users')} />}
      />
    </>
  )
}
