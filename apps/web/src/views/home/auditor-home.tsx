import type { Answer } from '../../api/contract.ts'
import { useAnswer } from '../../api/use-answer.ts'
import { formatNumber } from '../../language/format.ts'
import { t } from '../../language/translate.ts'
import { Go } from '../../parts/go.tsx'
import { Card, Stat } from '../../parts/page.tsx'
import { Answered } from '../../parts/states.tsx'
import { useAt } from '../../shell/url-state.ts'
import { Totals } from '../policy/matrix.tsx'
import { ExceptionsCard } from './cards.tsx'
import { Coverage } from './coverage.tsx'
import type { HomeProps } from './home-view.tsx'

const SHOWN_RULES = 12

/** Which controls hold, what is not known, what proves it, and what held on a day. */
export function AuditorHome({ overview }: HomeProps) {
  const matrix = useAnswer<Answer<'PolicyMatrix'>>('/policy-matrix', { limit: 1, at: useAt() })
  const { policy } = overview
  return (
    <>
      <div className="grid small">
        <Stat label={t('outcome.pass')} value={formatNumber(policy.pass)} note={t('home.results-note')} />
        <Stat label={t('outcome.fail')} value={formatNumber(policy.fail)} note={<Go to="/policy">{t('policy.tab-matrix')}</Go>} />
        <Stat label={t('outcome.unknown')} value={formatNumber(policy.unknown)} note={t('home.unknown-note')} />
        <Stat label={t('settings.tab-audit')} value={<Go to="/settings/audit">{t('audit.verify')}</Go>} note={t('home.audit-note')} />
      </div>
      <Card title={t('home.controls')} aside={<Go to="/policy">{t('home.evidence')}</Go>}>
        <Answered answer={matrix}>
          {(of) => (of.rules.length === 0 ? <p className="quiet">{t('policy.empty')}</p> : <Totals of={of} most={SHOWN_RULES} />)}
        </Answered>
      </Card>
      <div className="grid">
        <ExceptionsCard />
        <Coverage overview={overview} />
      </div>
    </>
  )
}
