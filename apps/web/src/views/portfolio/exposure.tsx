import type { Answer, ExposureName } from '../../api/contract.ts'
import { usePages } from '../../api/use-answer.ts'
import { formatNumber } from '../../language/format.ts'
import { t } from '../../language/translate.ts'
import { Counts } from '../../parts/counts.tsx'
import { ChoiceFilter, TextFilter } from '../../parts/filters.tsx'
import { Go } from '../../parts/go.tsx'
import { ExploitedMark, Mark } from '../../parts/mark.tsx'
import { ProjectLink } from '../../parts/refs.tsx'
import { Empty } from '../../parts/states.tsx'
import { Table, TotalOf } from '../../parts/table.tsx'
import type { Column } from '../../parts/table.tsx'
import { Ago } from '../../parts/time.tsx'
import { useUrlState } from '../../shell/url-state.ts'

export type ProjectRow = Answer<'ProjectRow'>
const EXPOSURES: readonly ExposureName[] = ['internet', 'internal', 'none', 'unknown']

/** The projects by risk, with what is known and what is not. */
export function Exposure() {
  const [{ at, q, exposure, sort }] = useUrlState()
  const list = usePages<ProjectRow>('/projects', { at, q, exposure, sort })
  const filtered = q !== undefined || exposure !== undefined
  return (
    <>
      <div className="table-tools">
        <TextFilter name="q" label={t('filter.name')} />
        <ChoiceFilter
          name="exposure"
          label={t('filter.exposure')}
          choices={[{ value: '', label: t('filter.any') }, ...EXPOSURES.map((value) => ({ value, label: t(`exposure.${value}`) }))]}
        />
        <TotalOf list={list} />
      </div>
      <Table
        caption={t('portfolio.projects')}
        list={list}
        rowKey={({ id }) => id}
        columns={COLUMNS()}
        empty={
          filtered ? (
            <Empty icon="search" title={t('empty.filtered')} />
          ) : at !== undefined ? (
            <Empty icon="history" title={t('at.empty')}>
              {t('at.empty-text')}
            </Empty>
          ) : (
            <Empty icon="projects" title={t('portfolio.empty')} action={<Go to="/import">{t('portfolio.empty-action')}</Go>}>
              {t('portfolio.empty-text')}
            </Empty>
          )
        }
      />
    </>
  )
}

function COLUMNS(): readonly Column<ProjectRow>[] {
  return [
    { id: 'name', name: t('column.project'), sort: ['name', '-name'], ascending: true, cell: (row) => <Name row={row} /> },
    {
      id: 'findings',
      name: t('column.findings'),
      sort: ['risk'],
      initial: true,
      cell: (row) => <Counts counts={row.counts} incomplete={row.incomplete || row.unmatched > 0} />,
    },
    { id: 'exposure', name: t('column.exposure'), cell: ({ exposure }) => t(`exposure.${exposure}`) },
    {
      id: 'components',
      name: t('column.components'),
      number: true,
      sort: ['components', '-components'],
      cell: (row) => <Components row={row} />,
    },
    {
      id: 'score',
      name: t('column.score'),
      number: true,
      cell: ({ score }) => (score === null ? <span className="quiet">{t('value.not-assessed')}</span> : formatNumber(score, 1)),
    },
    { id: 'policy', name: t('column.policy'), cell: ({ policy }) => <Policy policy={policy} /> },
    {
      id: 'updated',
      name: t('column.updated'),
      sort: ['updated', '-updated'],
      cell: ({ updated }) => (updated === null ? t('value.never') : <Ago time={updated} />),
    },
  ]
}

function Name({ row }: { readonly row: ProjectRow }) {
  return (
    <span className="stack tight">
      <span className="row">
        <span className="strong">
          <ProjectLink project={row} />
        </span>
        {row.knownExploited > 0 ? <ExploitedMark /> : null}
        {row.incomplete ? (
          <Mark tone="medium" icon="question">
            {t('mark.incomplete')}
          </Mark>
        ) : null}
      </span>
      <span className="small quiet wrap">
        {[row.organisation, row.team?.name, ...row.tags].filter((text) => text !== undefined && text !== '').join(' · ')}
      </span>
    </span>
  )
}

function Components({ row: { components, unmatched } }: { readonly row: ProjectRow }) {
  return (
    <>
      {formatNumber(components)}
      {unmatched > 0 ? <span className="small quiet"> {t('value.not-asked', { number: formatNumber(unmatched) })}</span> : null}
    </>
  )
}

/** Failing first, then what could not be decided; passing alone is the good news. */
export function Policy({ policy }: { readonly policy: ProjectRow['policy'] }) {
  const { pass, fail, unknown } = policy
  if (pass + fail + unknown === 0) return <span className="quiet">{t('value.no-policy')}</span>
  return (
    <span className="counts">
      {fail > 0 ? (
        <Mark tone="critical" icon="cross">
          {t('policy.failing', { number: formatNumber(fail) })}
        </Mark>
      ) : null}
      {unknown > 0 ? (
        <Mark tone="medium" icon="question">
          {t('policy.unknown', { number: formatNumber(unknown) })}
        </Mark>
      ) : null}
      {fail + unknown === 0 ? (
        <Mark tone="pass" icon="check">
          {t('policy.all-pass')}
        </Mark>
      ) : null}
    </span>
  )
}
