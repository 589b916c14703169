import { t } from '../../language/translate.ts'
import { ChoiceFilter, ManyFilter, TextFilter } from '../../parts/filters.tsx'

const SEVERITIES = ['critical', 'high', 'medium', 'low', 'unknown'] as const
const STATES = ['open', 'affected', 'under-investigation', 'accepted', 'not-affected', 'fixed'] as const
const SORTS = ['kev', 'severity', 'epss', 'first-seen'] as const

/** The filters of every list of findings. */
export function FindingFilters({ sorted = true }: { readonly sorted?: boolean }) {
  return (
    <>
      <TextFilter name="q" label={t('filter.text')} placeholder={t('findings.filter-text')} />
      <ManyFilter
        name="severity"
        label={t('filter.severity')}
        choices={SEVERITIES.map((value) => ({ value, label: t(`severity.${value}`) }))}
      />
      <ChoiceFilter
        name="state"
        label={t('filter.state')}
        choices={[{ value: '', label: t('findings.to-do') }, ...STATES.map((value) => ({ value, label: t(`state.${value}`) }))]}
      />
      <ChoiceFilter
        name="kev"
        label={t('filter.exploited')}
        choices={[
          { value: '', label: t('filter.any') },
          { value: 'true', label: t('filter.exploited-only') },
        ]}
      />
      {sorted ? (
        <ChoiceFilter
          name="sort"
          label={t('filter.sort')}
          choices={SORTS.map((value) => ({ value: value === 'kev' ? '' : value, label: t(`findings.sort-${value}`) }))}
        />
      ) : null}
    </>
  )
}
