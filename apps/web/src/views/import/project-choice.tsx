import { t } from '../../language/translate.ts'
import { ProjectPicker } from '../../parts/project-picker.tsx'
import { useUrlState } from '../../shell/url-state.ts'

/** Which project the document is of; a new one unless told. */
export function ProjectChoice() {
  const [{ project = '' }, change] = useUrlState()
  return (
    <ProjectPicker
      label={t('import.project')}
      help={t('import.project-help')}
      none={t('import.new')}
      value={project}
      choose={(id) => change({ project: id === '' ? undefined : id })}
    />
  )
}
