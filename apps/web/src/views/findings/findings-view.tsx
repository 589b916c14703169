import type { Answer } from '../../api/contract.ts'
import { usePages } from '../../api/use-answer.ts'
import { t } from '../../language/translate.ts'
import { Go } from '../../parts/go.tsx'
import { Page } from '../../parts/page.tsx'
import { Empty, Failed, Stale, Waiting } from '../../parts/states.tsx'
import { TotalOf, totalText } from '../../parts/table.tsx'
import { listOf, useUrlState } from '../../shell/url-state.ts'
import { Decisions } from './decisions.tsx'
import { FindingFilters } from './finding-filters.tsx'
import { FindingTabs } from './finding-tabs.tsx'
import { UpgradesPage } from './upgrades.tsx'
import { Worklist } from './worklist.tsx'

export type WorkRow = Answer<'VulnerabilityRow'>

/** What to deal with first, what clears most of it, and what was decided. */
export function FindingsView() {
  const [{ tab }] = useUrlState()
  if (tab === 'upgrades') return <UpgradesPage />
  return tab === 'decisions' ? <DecisionsPage /> : <WorklistPage />
}

function DecisionsPage() {
  const [{ at }] = useUrlState()
  // As the part asks it, so that it is asked once.
  const { total, asOf } = usePages('/triage', { at })
  return (
    <Page
      place={t('nav.findings')}
      question={t('findings.question-decisions')}
      figure={total === null ? undefined : { value: totalText(total), of: t('findings.figure-decisions', { count: total.count }) }}
      asOf={asOf}
      data={{ path: '/triage', query: { at } }}
    >
      <FindingTabs here="decisions" />
      <Decisions />
    </Page>
  )
}

/** One row a problem, with every place where it is, and the decision one key away. */
function WorklistPage() {
  const [values] = useUrlState()
  const { at, q, severity, state, kev, kind, sort } = values
  const query = {
    at,
    q,
    severity: listOf(severity),
    state: state === undefined ? ['open', 'affected', 'under-investigation'] : listOf(state),
    kev,
    kind,
    sort: sort ?? 'kev',
  }
  const list = usePages<WorkRow>('/findings/by-vulnerability', query)
  const total = list.total
  return (
    <Page
      place={t('nav.findings')}
      question={t('findings.question')}
      figure={total === null ? undefined : { value: totalText(total), of: t('findings.figure', { count: total.count }) }}
      asOf={list.asOf}
      data={{ path: '/findings/by-vulnerability', query }}
    >
      <FindingTabs here="worklist" />
      <div className="table-tools">
        <FindingFilters />
        <TotalOf list={list} />
      </div>
      <Body
        list={list}
        past={at !== undefined}
        filtered={q !== undefined || severity !== undefined || kev !== undefined || kind !== undefined || state !== undefined}
      />
    </Page>
  )
}

function Body({
  list,
  filtered,
  past,
}: {
  readonly list: ReturnType<typeof usePages<WorkRow>>
  readonly filtered: boolean
  readonly past: boolean
}) {
  if (list.problem !== null && list.rows.length === 0) return <Failed problem={list.problem} retry={list.retry} />
  if (list.loading) return <Waiting />
  if (list.rows.length > 0)
    return (
      <>
        {list.problem === null ? null : <Stale problem={list.problem} retry={list.retry} />}
        <Worklist list={list} />
      </>
    )
  if (filtered) return <Empty icon="search" title={t('empty.filtered')} />
  if (past)
    return (
      <Empty icon="history" title={t('at.empty')}>
        {t('at.empty-text')}
      </Empty>
    )
  return (
    <Empty icon="findings" title={t('findings.empty')} action={<Go to="/import">{t('portfolio.empty-action')}</Go>}>
      {t('findings.empty-text')}
    </Empty>
  )
}
