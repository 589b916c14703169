import { formatNumber } from '../../language/format.ts'
import { t } from '../../language/translate.ts'
import { Stat } from '../../parts/page.tsx'
import { AdvisoriesCard, ChangesCard, ProjectsCard } from './cards.tsx'
import { Ask } from './chooser-home.tsx'
import { ExploitedNumber } from './exploited-number.tsx'
import type { HomeProps } from './home-view.tsx'

/** One CVE, package or hash: where is it, whom to call, is it over. */
export function ResponderHome({ overview }: HomeProps) {
  const { exploited, sinceYesterday } = overview
  return (
    <>
      <div className="grid">
        <Ask
          title={t('advisory.question')}
          label={t('home.ask-label')}
          action={t('home.ask-action')}
          to={(text) => `/search?q=${encodeURIComponent(text)}`}
          placeholder="CVE-2021-44228"
        />
        <div className="grid small">
          <Stat
            label={t('mark.exploited')}
            value={<ExploitedNumber overview={overview} value={exploited.findings} />}
            note={t('home.exploited-note')}
          />
          <Stat
            label={t('home.internet')}
            value={<ExploitedNumber overview={overview} value={exploited.internet} />}
            note={t('home.internet-note')}
          />
          <Stat
            label={t('home.yesterday')}
            value={`+${formatNumber(sinceYesterday.opened)} −${formatNumber(sinceYesterday.closed)}`}
            note={t('home.yesterday-note')}
          />
        </div>
      </div>
      <div className="grid">
        <AdvisoriesCard
          title={t('home.exploited-here')}
          query={{ kev: true, sort: 'projects' }}
          all="/advisories?kev=true"
          empty={t('home.exploited-none')}
        />
        <ChangesCard />
        <ProjectsCard title={t('home.riskiest')} />
      </div>
    </>
  )
}
