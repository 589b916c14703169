import type { Answer } from '../../api/contract.ts'
import { t } from '../../language/translate.ts'
import { Mark } from '../../parts/mark.tsx'
import type { Tone } from '../../parts/mark.tsx'
import type { IconName } from '../../parts/icon.tsx'

export type UploadOf = Answer<'Upload'>
const LOOKS: Readonly<Record<UploadOf['state'], readonly [Tone, IconName]>> = {
  queued: ['none', 'clock'],
  running: ['low', 'live'],
  done: ['pass', 'check'],
  failed: ['critical', 'cross'],
}

export function UploadState({ state }: { readonly state: UploadOf['state'] }) {
  const [tone, icon] = LOOKS[state]
  return (
    <Mark tone={tone} icon={icon}>
      {t(`upload.${state}`)}
    </Mark>
  )
}

/** What came of it, in one line. */
export function UploadResult({ upload: { result, problems } }: { readonly upload: UploadOf }) {
  const { components, findings, unmatched } = result
  const parts = [
    components === undefined ? '' : t('upload.components', { count: components }),
    findings === undefined ? '' : t('upload.findings', { count: findings }),
    unmatched === undefined || unmatched === 0 ? '' : t('upload.unmatched', { count: unmatched }),
    problems.length === 0 ? '' : t('upload.problems', { count: problems.length }),
  ]
  return <span className="small">{parts.filter((part) => part !== '').join(' · ')}</span>
}
