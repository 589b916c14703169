import { t } from '../../language/translate.ts'
import { AdvisoriesCard, PackagesCard, WeakCard } from './cards.tsx'
import { Ask } from './chooser-home.tsx'

/** Where a flaw reaches, what is new, what much rests on. */
export function ResearcherHome() {
  return (
    <>
      <Ask
        title={t('home.reach-question')}
        label={t('home.ask-label')}
        action={t('home.ask-action')}
        to={(text) => `/search?q=${encodeURIComponent(text)}`}
        placeholder="pkg:npm/minimist"
      />
      <div className="grid">
        <AdvisoriesCard title={t('home.newest')} query={{ sort: 'published' }} all="/advisories?sort=published" />
        <WeakCard />
        <PackagesCard />
      </div>
    </>
  )
}
