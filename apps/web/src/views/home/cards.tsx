import type { Answer } from '../../api/contract.ts'
import type { Query } from '../../api/client.ts'
import { usePages } from '../../api/use-answer.ts'
import type { Listed } from '../../api/use-answer.ts'
import type { ReactNode } from 'react'
import { formatNumber } from '../../language/format.ts'
import { t } from '../../language/translate.ts'
import { Counts } from '../../parts/counts.tsx'
import { Go } from '../../parts/go.tsx'
import { eventText } from '../../parts/event-text.ts'
import { Card, isPresent } from '../../parts/page.tsx'
import { PackageLink, Problem, ProjectLink } from '../../parts/refs.tsx'
import { Failed, Stale, Waiting } from '../../parts/states.tsx'
import { Ago } from '../../parts/time.tsx'
import { Effect, Step } from '../../parts/upgrade.tsx'
import type { UpgradeOf } from '../../parts/upgrade.tsx'
import { useAt } from '../../shell/url-state.ts'
import { ChangeKind } from '../portfolio/changes.tsx'

const SHOWN = 6

/** A short list in its three states, with the way to all of it. */
function ShortList<Row>({
  title,
  list,
  all,
  empty,
  row,
}: {
  title: string
  list: Listed<Row>
  all: string
  empty: string
  row: (row: Row) => ReactNode
}) {
  const at = useAt()
  return (
    <Card
      title={title}
      aside={
        <Go to={all} label={t('home.all-of', { name: title })}>
          {t('action.all')}
        </Go>
      }
    >
      {list.problem !== null && list.rows.length === 0 ? <Failed problem={list.problem} retry={list.retry} /> : null}
      {isPresent(list.asOf, at) ? <p className="small quiet">{t('page.present')}</p> : null}
      {list.problem !== null && list.rows.length > 0 ? <Stale problem={list.problem} retry={list.retry} /> : null}
      {list.loading ? <Waiting lines={4} /> : null}
      {!list.loading && list.problem === null && list.rows.length === 0 ? <p className="quiet">{empty}</p> : null}
      <ul className="list">{list.rows.slice(0, SHOWN).map(row)}</ul>
    </Card>
  )
}

export function WorkCard({ title, query, all }: { readonly title: string; readonly query: Query; readonly all: string }) {
  const at = useAt()
  const list = usePages<Answer<'VulnerabilityRow'>>('/findings/by-vulnerability', {
    state: ['open', 'affected', 'under-investigation'],
    limit: SHOWN,
    at,
    ...query,
  })
  return (
    <ShortList
      title={title}
      list={list}
      all={all}
      empty={t('findings.empty')}
      row={(row) => (
        <li key={row.vulnerability.id} className="stack tight">
          <Problem
            of={row.vulnerability}
            more={[
              ...row.packages.slice(0, 3).map(({ name }) => name),
              t('findings.reach', { projects: row.projects, versions: row.versions }),
            ].join(' · ')}
          />
        </li>
      )}
    />
  )
}

/** What clears most; of one project, or of all. */
export function UpgradesCard({ project }: { readonly project?: number }) {
  const list = usePages<UpgradeOf>('/upgrades', { limit: SHOWN, ...(project === undefined ? {} : { project }) })
  return (
    <ShortList
      title={t('home.upgrades')}
      list={list}
      all={`/findings?tab=upgrades${project === undefined ? '' : `&project=${project}`}`}
      empty={t('upgrades.empty')}
      row={(row) => (
        <li key={`${row.package.id} ${row.to ?? ''}`} className="stack tight">
          <span className="row between">
            <PackageLink of={row.package} />
            <span className="small">
              <Step of={row} />
            </span>
          </span>
          <span className="small">
            <Effect of={row} />
          </span>
        </li>
      )}
    />
  )
}

export function ChangesCard() {
  const list = usePages<Answer<'ChangeRow'>>('/changes', { limit: SHOWN, at: useAt() })
  return (
    <ShortList
      title={t('home.changes')}
      list={list}
      all="/portfolio?tab=changes"
      empty={t('changes.empty')}
      row={(row) => (
        <li key={row.id} className="row">
          <ChangeKind kind={row.kind} />
          <span className="grow wrap">
            {row.vulnerability === null ? (
              eventText(row.text)
            ) : (
              <Go to={`/advisories/${encodeURIComponent(row.vulnerability.shown)}`}>{row.vulnerability.shown}</Go>
            )}{' '}
            {row.project === null ? null : <ProjectLink project={row.project} />}
          </span>
          <span className="small quiet">
            <Ago time={row.at} />
          </span>
        </li>
      )}
    />
  )
}

export function WeakCard() {
  const list = usePages<Answer<'WeakPoint'>>('/weak-points', { limit: SHOWN, at: useAt() })
  return (
    <ShortList
      title={t('portfolio.tab-weak')}
      list={list}
      all="/portfolio?tab=weak"
      empty={t('weak.empty')}
      row={(row) => (
        <li key={row.package.id} className="stack tight">
          <span className="row between">
            <PackageLink of={row.package} />
            <span className="small quiet">{t('home.rest-on', { count: row.projects })}</span>
          </span>
          <span className="row">
            <Counts counts={row.counts} incomplete={row.unmatched > 0} />
            <span className="small quiet">
              {row.score === null ? t('value.not-assessed') : t('event.score', { score: formatNumber(row.score, 1) })}
            </span>
          </span>
        </li>
      )}
    />
  )
}

export function ProjectsCard({ title, sort = 'risk' }: { readonly title: string; readonly sort?: string }) {
  const at = useAt()
  const list = usePages<Answer<'ProjectRow'>>('/projects', { sort, limit: SHOWN, at })
  return (
    <ShortList
      title={title}
      list={list}
      all="/portfolio"
      empty={t('portfolio.empty')}
      row={(row) => (
        <li key={row.id} className="row between">
          <ProjectLink project={row} />
          <Counts counts={row.counts} incomplete={row.incomplete || row.unmatched > 0} />
        </li>
      )}
    />
  )
}

export function AdvisoriesCard({
  title,
  query,
  all,
  empty = t('advisories.empty'),
}: {
  readonly title: string
  readonly query: Query
  readonly all: string
  readonly empty?: string
}) {
  const list = usePages<Answer<'AdvisoryRow'>>('/advisories', { limit: SHOWN, ...query })
  return (
    <ShortList
      title={title}
      list={list}
      all={all}
      empty={empty}
      row={(row) => (
        <li key={row.vulnerability.id} className="stack tight">
          <Problem of={row.vulnerability} more={t('findings.reach', { projects: row.projects, versions: row.versions })} />
        </li>
      )}
    />
  )
}

export function PackagesCard() {
  const list = usePages<Answer<'PackageRow'>>('/components', { sort: 'projects', limit: SHOWN, at: useAt() })
  return (
    <ShortList
      title={t('home.most-used')}
      list={list}
      all="/components"
      empty={t('components.empty')}
      row={(row) => (
        <li key={row.package.id} className="row between">
          <PackageLink of={row.package} />
          <span className="row">
            <Counts counts={row.counts} incomplete={row.unmatched > 0} />
            <span className="small quiet">{t('home.rest-on', { count: row.projects })}</span>
          </span>
        </li>
      )}
    />
  )
}

export function ExceptionsCard() {
  const list = usePages<Answer<'PolicyException'>>('/policy-exceptions', { limit: SHOWN })
  return (
    <ShortList
      title={t('policy.tab-exceptions')}
      list={list}
      all="/policy?tab=exceptions"
      empty={t('exceptions.empty')}
      row={(row) => (
        <li key={row.id} className="stack tight">
          <span className="row between">
            <span className="mono small wrap">{row.rule}</span>
            <span className="small quiet">
              {t('column.expires')} <Ago time={row.expires} />
            </span>
          </span>
          <span className="small wrap">
            {row.reason} – {row.owner}
          </span>
        </li>
      )}
    />
  )
}

/** A number that leads somewhere. */
export function LinkedNumber({ value, to }: { readonly value: number; readonly to: string }) {
  return <Go to={to}>{formatNumber(value)}</Go>
}
