import { useSession } from '../../api/session.ts'
import { formatNumber } from '../../language/format.ts'
import { t } from '../../language/translate.ts'
import { Go } from '../../parts/go.tsx'
import { Empty, Notice } from '../../parts/states.tsx'
import { useAt } from '../../shell/url-state.ts'
import { PasskeyOffer } from './passkey-offer.tsx'
import type { HomeProps } from './home-view.tsx'

const OLD_DAYS = 7
/** Something new stands in it nearly every week. */
const OLD_CATALOGUE_DAYS = 14

/** What has to be known before any number on the page: no projects, no advisory data, old data, no catalogue of what is exploited, unread parts. */
export function Standing({ overview }: HomeProps) {
  const { data: session } = useSession()
  const at = useAt()
  const { index, projects, incompleteProjects, unmatched } = overview
  const old = index.ageDays !== null && index.ageDays > OLD_DAYS
  return (
    <>
      {projects === 0 && at !== undefined ? (
        <Empty icon="history" title={t('at.empty')} />
      ) : projects === 0 ? (
        <Empty icon="upload" title={t('home.empty')} action={<Go to="/import">{t('portfolio.empty-action')}</Go>}>
          {t('home.empty-text')}
        </Empty>
      ) : null}
      {index.kind === 'none' ? (
        <Notice tone="critical" icon="cross">
          {t('system.index-none')}
        </Notice>
      ) : null}
      {index.kind === 'starter' && !session?.demo ? (
        <Notice tone="medium" icon="question">
          {t('system.index-starter')}
        </Notice>
      ) : null}
      {old && index.kind === 'full' ? (
        <Notice tone="medium" icon="clock">
          {t('system.index-age', { days: formatNumber(index.ageDays ?? 0) })}
        </Notice>
      ) : null}
      {index.kind === 'full' && (index.kevAgeDays === null || index.kevAgeDays > OLD_CATALOGUE_DAYS) ? (
        <Notice tone="medium" icon="question">
          {index.kevAgeDays === null ? t('system.no-kev') : t('system.kev-age', { days: formatNumber(index.kevAgeDays) })}
        </Notice>
      ) : null}
      {incompleteProjects > 0 || unmatched > 0 ? (
        <Notice tone="medium" icon="question">
          {t('home.unknowns', { projects: incompleteProjects, components: unmatched })}
        </Notice>
      ) : null}
      <PasskeyOffer />
    </>
  )
}
