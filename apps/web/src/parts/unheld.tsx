import type { Answer } from '../api/contract.ts'
import { t } from '../language/translate.ts'
import { Go } from './go.tsx'
import { Empty } from './states.tsx'

/** An id of a problem that nothing here has to do with: whether the advisory data knows it decides what that means. */
export function Unheld({ of }: { readonly of: NonNullable<Answer<'SearchResult'>['unheld']> }) {
  const { id, state, summary, packages } = of
  if (state === 'unknown') {
    return (
      <Empty icon="question" title={t('unheld.unknown', { id })} action={<Go to="/advisories/new">{t('private.add')}</Go>}>
        {t('unheld.unknown-text')}
      </Empty>
    )
  }
  return (
    <Empty icon="advisory" title={t('unheld.elsewhere', { id })}>
      {state === 'withdrawn' ? `${t('advisory.withdrawn')} ` : ''}
      {summary === '' ? '' : `${summary} `}
      {packages.length === 0 ? '' : `${t('unheld.packages', { packages: packages.join(', ') })} `}
      {t('search.nothing-text')}
    </Empty>
  )
}
