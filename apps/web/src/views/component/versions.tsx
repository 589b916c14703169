import type { Answer } from '../../api/contract.ts'
import { usePages } from '../../api/use-answer.ts'
import { formatNumber } from '../../language/format.ts'
import { t } from '../../language/translate.ts'
import { Counts } from '../../parts/counts.tsx'
import { Mark } from '../../parts/mark.tsx'
import { Licences } from '../../parts/refs.tsx'
import { Empty } from '../../parts/states.tsx'
import { Table, TotalOf } from '../../parts/table.tsx'
import { Ago } from '../../parts/time.tsx'
import { useAt } from '../../shell/url-state.ts'
import type { PackageOf } from './component-view.tsx'

/** The versions that somebody here has. */
export function Versions({ of }: { readonly of: PackageOf }) {
  const list = usePages<Answer<'PackageVersionRow'>>(`/components/${of.package.id}/versions`, { at: useAt() })
  return (
    <>
      <div className="table-tools">
        <TotalOf list={list} />
      </div>
      <Table
        caption={t('component.tab-versions')}
        list={list}
        rowKey={({ version: { id } }) => id}
        columns={[
          {
            id: 'version',
            name: t('column.version'),
            cell: ({ version }) => (
              <span className="row">
                <span className="mono strong">{version.version}</span>
                {version.version === of.cleanVersion ? (
                  <Mark tone="pass" icon="check">
                    {t('component.take')}
                  </Mark>
                ) : null}
              </span>
            ),
          },
          { id: 'findings', name: t('column.findings'), cell: ({ counts, matched }) => <Counts counts={counts} incomplete={!matched} /> },
          { id: 'projects', name: t('column.projects'), number: true, cell: ({ projects }) => formatNumber(projects) },
          { id: 'licences', name: t('column.licences'), cell: ({ licences }) => <Licences of={licences} /> },
          { id: 'seen', name: t('column.first-seen'), cell: ({ firstSeen }) => <Ago time={firstSeen} /> },
        ]}
        empty={<Empty icon="component" title={t('component.no-versions')} />}
      />
    </>
  )
}
