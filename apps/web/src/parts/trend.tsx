import { Suspense, lazy } from 'react'
import type { Answer } from '../api/contract.ts'
import { useAnswer } from '../api/use-answer.ts'
import { formatDay, formatNumber } from '../language/format.ts'
import { t } from '../language/translate.ts'
import { useAt } from '../shell/url-state.ts'
import { Answered, Waiting } from './states.tsx'

const Chart = lazy(() => import('./chart.tsx').then(({ Chart: found }) => ({ default: found })))
const DAYS = 30
const LEVELS = ['malware', 'critical', 'high', 'medium', 'low', 'unknown'] as const
/** The others are drawn where there are any. */
const ALWAYS: ReadonlySet<string> = new Set(['critical', 'high', 'medium', 'low'])

/** Open findings day by day, as a picture and as the same numbers in a table. */
export function Trend({ project }: { readonly project?: number }) {
  const at = useAt()
  const answer = useAnswer<Answer<'Trend'>>('/trend', { days: DAYS, project, at })
  return (
    <Answered answer={answer} lines={4}>
      {({ points: all }) => {
        const first = all.findIndex(({ projects }) => projects > 0)
        if (first < 0) return <p className="quiet">{at === undefined ? t('trend.short') : t('at.empty')}</p>
        const points = all.slice(first)
        if (points.length < 2) return <p className="quiet">{t('trend.short')}</p>
        const levels = LEVELS.filter((level) => ALWAYS.has(level) || points.some(({ counts }) => counts[level] > 0))
        return (
          <div className="stack">
            <Suspense fallback={<Waiting lines={4} />}>
              <Chart
                label={t('trend.label', { days: points.length })}
                times={points.map(({ day }) => Date.parse(`${day}T00:00:00Z`) / 1000)}
                lines={levels.map((level) => ({
                  name: t(`severity.${level}`),
                  colour: `--${level}`,
                  values: points.map(({ counts }) => counts[level]),
                }))}
              />
            </Suspense>
            <details className="small">
              <summary>{t('trend.table')}</summary>
              <div className="table-frame">
                <table className="data">
                  <caption className="visually-hidden">{t('trend.label', { days: points.length })}</caption>
                  <thead>
                    <tr>
                      <th scope="col">{t('trend.day')}</th>
                      {levels.map((level) => (
                        <th key={level} scope="col" className="number">
                          {t(`severity.${level}`)}
                        </th>
                      ))}
                    </tr>
                  </thead>
                  <tbody>
                    {points.toReversed().map(({ day, counts }) => (
                      <tr key={day}>
                        <th scope="row">{formatDay(day)}</th>
                        {levels.map((level) => (
                          <td key={level} className="number">
                            {formatNumber(counts[level])}
                          </td>
                        ))}
                      </tr>
                    ))}
                  </tbody>
                </table>
              </div>
            </details>
          </div>
        )
      }}
    </Answered>
  )
}
