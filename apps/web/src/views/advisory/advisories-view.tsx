import type { Answer } from '../../api/contract.ts'
import { useMay } from '../../api/session.ts'
import { usePages } from '../../api/use-answer.ts'
import { formatNumber, formatPercent } from '../../language/format.ts'
import { t } from '../../language/translate.ts'
import { ChoiceFilter, ManyFilter, TextFilter } from '../../parts/filters.tsx'
import { Go } from '../../parts/go.tsx'
import { Page } from '../../parts/page.tsx'
import { Problem } from '../../parts/refs.tsx'
import { Empty } from '../../parts/states.tsx'
import { Table, TotalOf, totalText } from '../../parts/table.tsx'
import { Day } from '../../parts/time.tsx'
import { listOf, useUrlState } from '../../shell/url-state.ts'

const SEVERITIES = ['critical', 'high', 'medium', 'low', 'unknown'] as const
const SORTS = ['projects', 'published', 'epss', 'severity'] as const

/** Known problems, those that touch somebody here first. */
export function AdvisoriesView() {
  const [{ q, severity, kev, sort }] = useUrlState()
  const may = useMay('triage:write')
  const query = { q, severity: listOf(severity), kev, sort: sort ?? 'projects' }
  const list = usePages<Answer<'AdvisoryRow'>>('/advisories', query)
  const filtered = q !== undefined || severity !== undefined || kev !== undefined
  return (
    <Page
      place={t('nav.advisories')}
      question={t('advisories.question')}
      figure={
        list.total === null
          ? undefined
          : {
              value: totalText(list.total),
              of: t('advisories.figure', { count: list.total.count }),
            }
      }
      asOf={list.asOf}
      data={{ path: '/advisories', query }}
      tools={may ? <Go to="/advisories/new">{t('private.add')}</Go> : undefined}
    >
      <div className="table-tools">
        <TextFilter name="q" label={t('filter.text')} placeholder={t('findings.filter-text')} />
        <ManyFilter
          name="severity"
          label={t('filter.severity')}
          choices={SEVERITIES.map((value) => ({ value, label: t(`severity.${value}`) }))}
        />
        <ChoiceFilter
          name="kev"
          label={t('filter.exploited')}
          choices={[
            { value: '', label: t('filter.any') },
            { value: 'true', label: t('filter.exploited-only') },
          ]}
        />
        <ChoiceFilter
          name="sort"
          label={t('filter.sort')}
          choices={SORTS.map((value) => ({ value: value === 'projects' ? '' : value, label: t(`advisories.sort-${value}`) }))}
        />
        <TotalOf list={list} />
      </div>
      <Table
        caption={t('nav.advisories')}
        list={list}
        rowKey={({ vulnerability: { id } }) => id}
        columns={[
          { id: 'problem', name: t('column.problem'), cell: (row) => <Problem of={row.vulnerability} /> },
          { id: 'projects', name: t('column.projects'), number: true, cell: ({ projects }) => formatNumber(projects) },
          { id: 'versions', name: t('column.versions'), number: true, cell: ({ versions }) => formatNumber(versions) },
          {
            id: 'epss',
            name: t('column.epss'),
            number: true,
            cell: ({ vulnerability: { epss } }) => (epss === null ? '–' : formatPercent(epss)),
          },
          {
            id: 'published',
            name: t('column.published'),
            cell: ({ vulnerability: { published } }) => (published === null ? '–' : <Day time={published} />),
          },
        ]}
        empty={
          filtered ? (
            <Empty icon="search" title={t('empty.filtered')} />
          ) : (
            <Empty icon="advisory" title={t('advisories.empty')}>
              {t('advisories.empty-text')}
            </Empty>
          )
        }
      />
    </Page>
  )
}
