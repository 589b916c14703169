import { useSession } from '../api/session.ts'
import type { SessionOf } from '../api/contract.ts'
import { formatDay, formatNumber } from '../language/format.ts'
import { t } from '../language/translate.ts'
import { Mark } from './mark.tsx'

const OLD_DAYS = 7

/** Whether the advisory data of this server is neither whole nor fresh: then nothing found is not "nothing there". */
export function usePartialData(): boolean {
  const { data } = useSession()
  return data !== undefined && wanting(data.index) !== null
}

/** Whether nothing but the starter set was asked: what is not found in it is hardly known to be free of problems. */
export function useStarterOnly(): boolean {
  const { data } = useSession()
  return data?.index?.kind === 'starter'
}

/** Says beside every number what it rests on, when that is not all there is to know. */
export function AdvisoryData() {
  const { data } = useSession()
  const text = data === undefined ? null : wanting(data.index)
  if (text === null) return null
  return (
    <Mark tone="medium" icon="question">
      {text}
    </Mark>
  )
}

function wanting(index: SessionOf['index']): string | null {
  if (index === null) return null
  const { kind, modified, ageDays } = index
  if (kind === 'none') return t('data.none')
  if (kind === 'starter') return t('data.starter', { day: modified === '' ? '–' : formatDay(modified) })
  return ageDays !== null && ageDays > OLD_DAYS ? t('data.old', { days: formatNumber(ageDays) }) : null
}
