import type { Answer, ExposureName } from '../../api/contract.ts'
import { send } from '../../api/client.ts'
import { usePages } from '../../api/use-answer.ts'
import { t } from '../../language/translate.ts'
import { Card } from '../../parts/page.tsx'
import { QuickForm, RemoveButton } from '../../parts/quick-form.tsx'
import { Notice } from '../../parts/states.tsx'
import type { PartProps } from './project-view.tsx'

const EXPOSURES: readonly ExposureName[] = ['internet', 'internal', 'none', 'unknown']

/** What is said about the project: its name, who owns it, who can reach it. Somebody else's change in between is not overwritten. */
export function Settings({ project }: PartProps) {
  const teams = usePages<Answer<'Team'>>('/teams', { limit: 200 })
  if (!project.permissions.includes('project:write')) {
    return (
      <Notice tone="low" icon="key">
        {t('problem.forbidden')}
      </Notice>
    )
  }
  return (
    <div className="stack wide">
      <Card title={t('project.tab-settings')}>
        <QuickForm
          key={`${project.version} ${teams.rows.length}`}
          action={t('action.save')}
          stale={['/projects', '/overview']}
          fields={[
            { name: 'name', label: t('column.name'), required: true, initial: project.name },
            { name: 'repository', label: t('project.repository'), initial: project.repository },
            {
              name: 'exposure',
              label: t('column.exposure'),
              help: t('project.exposure-help'),
              kind: 'choice',
              initial: project.exposure,
              choices: EXPOSURES.map((value) => ({ value, label: t(`exposure.${value}`) })),
            },
            {
              name: 'team',
              label: t('column.team'),
              kind: 'choice',
              initial: String(project.team?.id ?? ''),
              choices: [
                { value: '', label: t('value.no-team') },
                ...teams.rows.map(({ id, name }) => ({ value: String(id), label: name })),
              ],
            },
            { name: 'tags', label: t('project.tags'), help: t('project.tags-help'), initial: project.tags.join(', ') },
            { name: 'description', label: t('project.description'), kind: 'long', initial: project.description },
          ]}
          submit={({ name, repository, exposure, team = '', tags = '', description }) =>
            send('PATCH', `/projects/${project.id}`, {
              ifMatch: project.version,
              body: {
                name,
                repository,
                exposure,
                description,
                team: team === '' ? null : Number(team),
                tags: tags
                  .split(',')
                  .map((tag) => tag.trim())
                  .filter((tag) => tag !== ''),
              },
            })
          }
        />
      </Card>
      <Card title={t('project.archive')}>
        <div className="row between">
          <p className="grow">{t('project.archive-text')}</p>
          <RemoveButton
            path={`/projects/${project.id}`}
            of={project.name}
            stale={['/projects', '/overview']}
            label={t('project.archive')}
          />
        </div>
      </Card>
    </div>
  )
}
