import { formatNumber } from '../../language/format.ts'
import { t } from '../../language/translate.ts'
import { Card, Stat } from '../../parts/page.tsx'
import { Trend } from '../../parts/trend.tsx'
import { ChangesCard, ExceptionsCard, LinkedNumber, ProjectsCard, WeakCard, WorkCard } from './cards.tsx'
import { Coverage } from './coverage.tsx'
import { ExploitedNumber } from './exploited-number.tsx'
import type { HomeProps } from './home-view.tsx'

/** What to patch first, whom to push, where to invest, which exceptions to end. */
export function LeadHome({ overview }: HomeProps) {
  const { exploited, sinceYesterday, timeToUpdate, exceptionsExpiring } = overview
  return (
    <>
      <div className="grid small">
        <Stat
          label={t('home.internet')}
          value={<ExploitedNumber overview={overview} value={exploited.internet} />}
          note={t('home.internet-note')}
        />
        <Stat
          label={t('column.overdue')}
          value={<ExploitedNumber overview={overview} value={exploited.overdue} />}
          note={t('home.overdue-note')}
        />
        <Stat
          label={t('home.yesterday')}
          value={<span>{`+${formatNumber(sinceYesterday.opened)} −${formatNumber(sinceYesterday.closed)}`}</span>}
          note={t('home.yesterday-note')}
        />
        <Stat
          label={t('portfolio.tab-time')}
          value={timeToUpdate === null ? '–' : t('value.days', { number: formatNumber(timeToUpdate.median, 1) })}
          note={timeToUpdate === null ? t('time.none') : t('home.time-note', { p90: formatNumber(timeToUpdate.p90, 0) })}
        />
        <Stat
          label={t('home.expiring')}
          value={<LinkedNumber value={exceptionsExpiring} to="/policy?tab=exceptions" />}
          note={t('home.expiring-note')}
        />
      </div>
      <div className="grid">
        <WorkCard title={t('home.fix-first')} query={{ sort: 'kev' }} all="/findings" />
        <ProjectsCard title={t('home.riskiest')} />
      </div>
      <Card title={t('project.trend')}>
        <Trend />
      </Card>
      <div className="grid">
        <ChangesCard />
        <WeakCard />
        <ExceptionsCard />
        <Coverage overview={overview} />
      </div>
    </>
  )
}
