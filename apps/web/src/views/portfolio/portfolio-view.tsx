import type { Answer } from '../../api/contract.ts'
import { useAnswer, usePages } from '../../api/use-answer.ts'
import type { Listed } from '../../api/use-answer.ts'
import { formatNumber } from '../../language/format.ts'
import { t } from '../../language/translate.ts'
import { Page } from '../../parts/page.tsx'
import { totalText } from '../../parts/table.tsx'
import { Tabs } from '../../parts/tabs.tsx'
import { useAt, useUrlState } from '../../shell/url-state.ts'
import { Changes } from './changes.tsx'
import { Exposure } from './exposure.tsx'
import { TimeToUpdate } from './time-to-update.tsx'
import { WeakPoints } from './weak-points.tsx'

const PARTS = ['exposure', 'changes', 'time', 'weak'] as const
type Part = (typeof PARTS)[number]

const PATHS: Readonly<Record<Part, string>> = {
  exposure: '/projects',
  changes: '/changes',
  time: '/teams/performance',
  weak: '/weak-points',
}

/** Everything that is watched: what is exposed, what changed, how quickly it is mended, where it could break. */
export function PortfolioView() {
  const [{ tab, q, exposure, sort }] = useUrlState()
  const at = useAt()
  const part = PARTS.find((one) => one === tab) ?? 'exposure'
  const { data } = useAnswer<Answer<'Overview'>>('/overview', { at })
  // As the part asks it, so that it is asked once.
  const weak = usePages(part === 'weak' ? PATHS.weak : null, { at })
  return (
    <Page
      place={t('nav.portfolio')}
      question={t(`portfolio.question-${part}`)}
      figure={data === undefined ? undefined : part === 'weak' ? figureOfWeak(weak.total) : figureOf(part, data)}
      asOf={data?.asOf}
      data={{ path: PATHS[part], query: part === 'exposure' ? { at, q, exposure, sort } : part === 'time' ? { at, sort } : { at } }}
    >
      <Tabs
        label={t('portfolio.parts')}
        tabs={PARTS.map((one) => ({
          to: one === 'exposure' ? '/portfolio' : `/portfolio?tab=${one}`,
          name: t(`portfolio.tab-${one}`),
          here: one === part,
        }))}
      />
      {part === 'exposure' ? <Exposure /> : null}
      {part === 'changes' ? <Changes /> : null}
      {part === 'time' ? <TimeToUpdate overview={data} /> : null}
      {part === 'weak' ? <WeakPoints /> : null}
    </Page>
  )
}

function figureOf(part: Exclude<Part, 'weak'>, overview: Answer<'Overview'>): { value: string; of: string } {
  const { sinceYesterday, timeToUpdate, projects } = overview
  if (part === 'exposure') {
    const { critical, high, malware } = overview.counts
    const grave = critical + high + malware
    return { value: projects === 0 ? '–' : formatNumber(grave), of: t('portfolio.figure-exposure', { count: grave, projects }) }
  }
  if (part === 'changes')
    return {
      value: `+${formatNumber(sinceYesterday.opened)}`,
      of: t('portfolio.figure-changes', { closed: formatNumber(sinceYesterday.closed) }),
    }
  return { value: timeToUpdate === null ? '–' : formatNumber(timeToUpdate.median, 1), of: t('portfolio.figure-time') }
}

function figureOfWeak(total: Listed<unknown>['total']): { value: string; of: string } | undefined {
  return total === null ? undefined : { value: totalText(total), of: t('portfolio.figure-weak', { count: total.count }) }
}
