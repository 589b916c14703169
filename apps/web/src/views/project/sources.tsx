import type { Answer } from '../../api/contract.ts'
import { usePages } from '../../api/use-answer.ts'
import { t } from '../../language/translate.ts'
import { SourceForm } from '../settings/source-form.tsx'
import { SourceTable } from '../settings/source-table.tsx'
import { Card } from '../../parts/page.tsx'
import type { PartProps } from './project-view.tsx'

/** Where the project's pictures come from by themselves. */
export function Sources({ project }: PartProps) {
  const list = usePages<Answer<'Source'>>('/sources', { project: project.id })
  return (
    <div className="stack wide">
      <SourceTable list={list} />
      {project.permissions.includes('project:write') ? (
        <Card title={t('sources.add')}>
          <SourceForm project={project.id} />
        </Card>
      ) : null}
    </div>
  )
}
