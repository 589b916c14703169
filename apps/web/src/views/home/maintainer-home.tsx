import { t } from '../../language/translate.ts'
import { Stat } from '../../parts/page.tsx'
import { Spread, Counts } from '../../parts/counts.tsx'
import { ChangesCard, LinkedNumber, ProjectsCard, UpgradesCard, WorkCard } from './cards.tsx'
import { Coverage } from './coverage.tsx'
import { ExploitedNumber } from './exploited-number.tsx'
import type { HomeProps } from './home-view.tsx'

/** What to mend now, which project first, what is missing before a release. */
export function MaintainerHome({ overview }: HomeProps) {
  const { counts, policy, exploited } = overview
  return (
    <>
      <div className="grid small">
        <Stat
          label={t('project.open')}
          value={<Counts counts={counts} incomplete={overview.unmatched > 0 || overview.incompleteProjects > 0} />}
          note={<Spread counts={counts} />}
        />
        <Stat
          label={t('mark.exploited')}
          value={<ExploitedNumber overview={overview} value={exploited.findings} />}
          note={t('home.exploited-note')}
        />
        <Stat label={t('home.rules-failing')} value={<LinkedNumber value={policy.fail} to="/policy" />} note={t('home.rules-note')} />
      </div>
      <div className="grid">
        <UpgradesCard />
        <WorkCard title={t('home.mend-first')} query={{ sort: 'kev' }} all="/findings" />
        <ProjectsCard title={t('home.my-projects')} />
        <ChangesCard />
        <Coverage overview={overview} />
      </div>
    </>
  )
}
