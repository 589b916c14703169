import type { Answer } from '../../api/contract.ts'
import { usePages } from '../../api/use-answer.ts'
import { t } from '../../language/translate.ts'
import { Go } from '../../parts/go.tsx'
import { Notice } from '../../parts/states.tsx'
import type { PartProps } from './project-view.tsx'

/** Says on every part that the newest document failed: what stands there is of an older one, or of none. */
export function LastUpload({ project }: PartProps) {
  const [last] = usePages<Answer<'Upload'>>('/uploads', { project: project.id, limit: 1 }).rows
  if (last?.state !== 'failed') return null
  return (
    <div className="stack last-upload">
      <Notice tone="critical" icon="cross">
        {t('project.last-failed', { name: last.name === '' ? last.kind : last.name })}{' '}
        <Go to={`/projects/${project.id}/uploads`}>{t('project.see-uploads')}</Go>
      </Notice>
    </div>
  )
}
