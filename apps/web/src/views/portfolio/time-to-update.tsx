import type { Answer } from '../../api/contract.ts'
import { usePages } from '../../api/use-answer.ts'
import { formatNumber } from '../../language/format.ts'
import { t } from '../../language/translate.ts'
import { Counts } from '../../parts/counts.tsx'
import { Stat } from '../../parts/page.tsx'
import { Empty, Notice } from '../../parts/states.tsx'
import { useUrlState } from '../../shell/url-state.ts'
import { Table, TotalOf } from '../../parts/table.tsx'

/** No more are looked at. */
const LATEST_CLOSED = 10_000

export type TeamRow = Answer<'TeamPerformance'>

/** How long a known problem stays: over all, and by team, slowest first. */
export function TimeToUpdate({ overview }: { readonly overview: Answer<'Overview'> | undefined }) {
  const [{ at, sort }] = useUrlState()
  const list = usePages<TeamRow>('/teams/performance', { at, sort })
  const time = overview?.timeToUpdate
  return (
    <div className="stack wide">
      {time ? (
        <div className="grid small">
          <Stat label={t('time.median')} value={t('value.days', { number: formatNumber(time.median, 1) })} note={t('time.median-note')} />
          <Stat label={t('time.p90')} value={t('value.days', { number: formatNumber(time.p90, 1) })} note={t('time.p90-note')} />
          <Stat
            label={t('time.closed')}
            value={`${formatNumber(time.closed)}${time.closed < LATEST_CLOSED ? '' : '+'}`}
            note={t('time.closed-note')}
          />
        </div>
      ) : (
        <Notice tone="low" icon="clock">
          {t('time.none')}
        </Notice>
      )}
      <div>
        <div className="table-tools">
          <h2>{t('time.teams')}</h2>
          <TotalOf list={list} />
        </div>
        <Table
          caption={t('time.teams')}
          list={list}
          rowKey={({ team }) => team?.id ?? 0}
          columns={[
            { id: 'team', name: t('column.team'), cell: ({ team }) => team?.name ?? <span className="quiet">{t('value.no-team')}</span> },
            {
              id: 'days',
              name: t('column.median-days'),
              number: true,
              sort: ['median'],
              initial: true,
              cell: ({ medianDays }) => (medianDays === null ? '–' : formatNumber(medianDays, 1)),
            },
            { id: 'overdue', name: t('column.overdue'), number: true, sort: ['overdue'], cell: ({ overdue }) => formatNumber(overdue) },
            {
              id: 'projects',
              name: t('column.projects'),
              number: true,
              sort: ['projects'],
              cell: ({ projects }) => formatNumber(projects),
            },
            { id: 'open', name: t('column.findings'), sort: ['open'], cell: ({ counts }) => <Counts counts={counts} /> },
          ]}
          empty={
            <Empty icon="clock" title={t('time.empty')}>
              {t('time.empty-text')}
            </Empty>
          }
        />
      </div>
    </div>
  )
}
