import { NativeSelect } from '@mantine/core'
import type { Answer } from '../../api/contract.ts'
import { usePages } from '../../api/use-answer.ts'
import { t } from '../../language/translate.ts'
import { useUrlState } from '../../shell/url-state.ts'

/** Which project the document is of; a new one unless told. */
export function ProjectChoice() {
  const [{ project = '' }, change] = useUrlState()
  const list = usePages<Answer<'ProjectRow'>>('/projects', { sort: 'name', limit: 200 })
  return (
    <NativeSelect
      label={t('import.project')}
      description={t('import.project-help')}
      value={project}
      onChange={(event) => change({ project: event.currentTarget.value === '' ? undefined : event.currentTarget.value })}
      data={[
        { value: '', label: t('import.new') },
        ...list.rows.map(({ id, name, organisation }) => ({ value: String(id), label: `${name} (${organisation})` })),
      ]}
    />
  )
}
