import type { Answer } from '../../api/contract.ts'
import { usePages } from '../../api/use-answer.ts'
import { formatNumber } from '../../language/format.ts'
import { t } from '../../language/translate.ts'
import { Counts } from '../../parts/counts.tsx'
import { ChoiceFilter, TextFilter } from '../../parts/filters.tsx'
import { Go } from '../../parts/go.tsx'
import { Page } from '../../parts/page.tsx'
import { Licences, PackageLink } from '../../parts/refs.tsx'
import { Empty } from '../../parts/states.tsx'
import { Table, TotalOf } from '../../parts/table.tsx'
import { useUrlState } from '../../shell/url-state.ts'

/** Every package that somebody here has. */
export function ComponentsView() {
  const [{ at, q, ecosystem, sort }] = useUrlState()
  const query = { at, q, ecosystem, sort: sort ?? 'projects' }
  const list = usePages<Answer<'PackageRow'>>('/components', query)
  const filtered = q !== undefined || ecosystem !== undefined
  return (
    <Page
      place={t('nav.components')}
      question={t('components.question')}
      figure={
        list.total === null ? undefined : { value: formatNumber(list.total.count), of: t('components.figure', { count: list.total.count }) }
      }
      asOf={list.asOf}
      data={{ path: '/components', query }}
      tools={
        <>
          <Go to="/compare">{t('compare.place')}</Go>
          <Go to="/impact">{t('impact.place')}</Go>
        </>
      }
    >
      <div className="table-tools">
        <TextFilter name="q" label={t('filter.name')} />
        <TextFilter name="ecosystem" label={t('filter.ecosystem')} placeholder="npm, PyPI, Maven" />
        <ChoiceFilter
          name="sort"
          label={t('filter.sort')}
          choices={[
            { value: '', label: t('components.sort-projects') },
            { value: 'name', label: t('components.sort-name') },
          ]}
        />
        <TotalOf list={list} />
      </div>
      <Table
        caption={t('nav.components')}
        list={list}
        rowKey={(row) => row.package.id}
        columns={[
          { id: 'package', name: t('column.package'), cell: (row) => <PackageLink of={row.package} /> },
          { id: 'projects', name: t('column.projects'), number: true, cell: ({ projects }) => formatNumber(projects) },
          { id: 'versions', name: t('column.versions'), number: true, cell: ({ versions }) => formatNumber(versions) },
          {
            id: 'findings',
            name: t('column.findings'),
            cell: ({ counts, unmatched }) => <Counts counts={counts} incomplete={unmatched > 0} />,
          },
          {
            id: 'score',
            name: t('column.score'),
            number: true,
            cell: ({ score }) => (score === null ? <span className="quiet">{t('value.not-assessed')}</span> : formatNumber(score, 1)),
          },
          { id: 'licences', name: t('column.licences'), cell: ({ licences }) => <Licences of={licences} /> },
        ]}
        empty={
          filtered || at !== undefined ? (
            <Empty icon="search" title={filtered ? t('empty.filtered') : t('at.empty')} />
          ) : (
            <Empty icon="component" title={t('components.empty')} action={<Go to="/import">{t('portfolio.empty-action')}</Go>}>
              {t('components.empty-text')}
            </Empty>
          )
        }
      />
    </Page>
  )
}
