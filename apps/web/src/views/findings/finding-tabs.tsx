import { t } from '../../language/translate.ts'
import { Tabs } from '../../parts/tabs.tsx'

const TABS = ['worklist', 'upgrades', 'decisions'] as const

/** The parts of the findings. */
export function FindingTabs({ here }: { readonly here: (typeof TABS)[number] }) {
  return (
    <Tabs
      label={t('nav.findings')}
      tabs={TABS.map((tab) => ({
        to: tab === 'worklist' ? '/findings' : `/findings?tab=${tab}`,
        name: t(`findings.tab-${tab}`),
        here: tab === here,
      }))}
    />
  )
}
