import { useParams } from '@tanstack/react-router'
import type { FC } from 'react'
import type { Answer } from '../../api/contract.ts'
import { useAnswer } from '../../api/use-answer.ts'
import { formatNumber } from '../../language/format.ts'
import { t } from '../../language/translate.ts'
import { sumOf } from '../../parts/counts.tsx'
import { AnsweredPage, Page } from '../../parts/page.tsx'
import { Tabs } from '../../parts/tabs.tsx'
import { useAt } from '../../shell/url-state.ts'
import { Components } from './components.tsx'
import { Findings } from './findings.tsx'
import { History } from './history.tsx'
import { Overview } from './overview.tsx'
import { PolicyResults } from './policy-results.tsx'
import { Posture } from './posture.tsx'
import { Provenance } from './provenance.tsx'
import { Settings } from './settings.tsx'
import { Sources } from './sources.tsx'
import { Uploads } from './uploads.tsx'

export type ProjectOf = Answer<'ProjectDetail'>
export interface PartProps {
  readonly project: ProjectOf
}

const PARTS = {
  overview: Overview,
  findings: Findings,
  components: Components,
  policy: PolicyResults,
  posture: Posture,
  provenance: Provenance,
  history: History,
  uploads: Uploads,
  sources: Sources,
  settings: Settings,
} satisfies Readonly<Record<string, FC<PartProps>>>
type Part = keyof typeof PARTS
const NAMES = Object.keys(PARTS) as Part[]

const TWINS: Readonly<Record<Part, string>> = {
  overview: '',
  findings: '/findings',
  components: '/components',
  policy: '/policy',
  posture: '/assessment',
  provenance: '/provenance',
  history: '/history',
  uploads: '/uploads',
  sources: '',
  settings: '',
}
const LISTS: readonly Part[] = ['findings', 'components', 'policy', 'provenance', 'history', 'uploads']

/** One project: what it is made of, what is wrong with it, what it is judged to be. */
export function ProjectView() {
  const { project: id, tab } = useParams({ strict: false }) as { project: string; tab?: string }
  const at = useAt()
  const answer = useAnswer<ProjectOf>(`/projects/${encodeURIComponent(id)}`, { at })
  const part = NAMES.find((name) => name === tab) ?? 'overview'
  const Shown: FC<PartProps> = PARTS[part]
  return (
    <AnsweredPage answer={answer} place={t('column.project')} question={t(`project.question-${part}`)}>
      {(project) => (
        <Page
          place={project.name}
          question={t(`project.question-${part}`)}
          figure={{
            value: formatNumber(sumOf(project.counts)),
            of: t('project.figure', { count: sumOf(project.counts), components: project.components }),
          }}
          asOf={project.asOf}
          data={{ path: `/projects/${project.id}${TWINS[part]}`, list: LISTS.includes(part) }}
        >
          <Tabs
            label={t('project.parts')}
            tabs={NAMES.map((name) => ({
              to: `/projects/${project.id}${name === 'overview' ? '' : `/${name}`}`,
              name: t(`project.tab-${name}`),
              here: name === part,
            }))}
          />
          <Shown project={project} />
        </Page>
      )}
    </AnsweredPage>
  )
}
