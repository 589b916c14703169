import { useParams } from '@tanstack/react-router'
import type { FC } from 'react'
import type { Query } from '../../api/client.ts'
import type { Answer } from '../../api/contract.ts'
import { useAnswer, usePages } from '../../api/use-answer.ts'
import type { Listed } from '../../api/use-answer.ts'
import { formatNumber } from '../../language/format.ts'
import { t } from '../../language/translate.ts'
import { useStarterOnly } from '../../parts/advisory-data.tsx'
import { noneFound, sumOf } from '../../parts/counts.tsx'
import { Go } from '../../parts/go.tsx'
import { AnsweredPage, Page } from '../../parts/page.tsx'
import type { PageProps } from '../../parts/page.tsx'
import { totalText } from '../../parts/table.tsx'
import { Tabs } from '../../parts/tabs.tsx'
import { useAt } from '../../shell/url-state.ts'
import { Components } from './components.tsx'
import { Findings } from './findings.tsx'
import { LastUpload } from './last-upload.tsx'
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

const COUNTED = ['provenance', 'history', 'uploads', 'sources'] as const
type Counted = (typeof COUNTED)[number]

/** The list whose length is the part's number, asked as the part asks it, so that it is asked once. */
function listOf(part: Counted, project: number, at: string | undefined): readonly [string, Query] {
  if (part === 'uploads' || part === 'sources') return [`/${part}`, { project }]
  return [`/projects/${project}/${part}`, part === 'provenance' ? { at } : {}]
}

const LISTS: readonly Part[] = ['findings', 'components', 'policy']

/** The same data for machines. */
function twinOf(part: Part, project: number, at: string | undefined): NonNullable<PageProps['data']> {
  const counted = COUNTED.find((name) => name === part)
  if (counted !== undefined) {
    const [path, query] = listOf(counted, project, at)
    return { path, query }
  }
  if (LISTS.includes(part)) return { path: `/projects/${project}/${part}`, query: { at } }
  if (part === 'posture') return { path: `/projects/${project}/assessment`, query: { at } }
  return { path: `/projects/${project}`, query: { at }, list: false }
}

/** One project: what it is made of, what is wrong with it, what it is judged to be. */
export function ProjectView() {
  const { project: id, tab } = useParams({ strict: false }) as { project: string; tab?: string }
  const at = useAt()
  const answer = useAnswer<ProjectOf>(`/projects/${encodeURIComponent(id)}`, { at })
  const part = NAMES.find((name) => name === tab) ?? 'overview'
  const Shown: FC<PartProps> = PARTS[part]
  const counted = COUNTED.find((name) => name === part)
  const [path, query] = counted === undefined || answer.data === undefined ? [null, {}] : listOf(counted, answer.data.id, at)
  const { total } = usePages(path, query)
  const starterOnly = useStarterOnly()
  return (
    <AnsweredPage answer={answer} place={t('column.project')} question={t(`project.question-${part}`)}>
      {(project) => (
        <Page
          place={project.name}
          question={t(`project.question-${part}`)}
          figure={counted === undefined ? figureOf(part, project, starterOnly) : lengthOf(counted, total)}
          asOf={project.asOf}
          data={twinOf(part, project.id, at)}
          tools={<Go to={`/graph?kind=project&ids=${project.id}`}>{t('nav.graph')}</Go>}
        >
          <Tabs
            label={t('project.parts')}
            tabs={NAMES.map((name) => ({
              to: `/projects/${project.id}${name === 'overview' ? '' : `/${name}`}`,
              name: t(`project.tab-${name}`),
              here: name === part,
            }))}
          />
          <LastUpload project={project} />
          <Shown project={project} />
        </Page>
      )}
    </AnsweredPage>
  )
}

function lengthOf(part: Counted, total: Listed<unknown>['total']): { value: string; of: string } | undefined {
  return total === null ? undefined : { value: totalText(total), of: t(`project.figure-${part}`, { count: total.count }) }
}

function figureOf(
  part: Part,
  { counts, components, unmatched, policy, score, snapshot, incomplete }: ProjectOf,
  starterOnly: boolean,
): { value: string; of: string } {
  if (part === 'components' && snapshot !== null)
    return { value: formatNumber(components), of: t('project.figure-components', { count: components, unmatched }) }
  if (part === 'policy')
    return { value: formatNumber(policy.fail), of: t('policy.figure', { count: policy.fail, unknown: formatNumber(policy.unknown) }) }
  if (part === 'posture')
    return score === null ? { value: '–', of: t('value.not-assessed') } : { value: formatNumber(score, 1), of: t('posture.of-ten') }
  if (snapshot === null) return { value: '–', of: t('project.no-snapshot') }
  const sum = sumOf(counts)
  const none = noneFound(incomplete || unmatched > 0, starterOnly)
  if (sum === 0 && none !== 'counts.none') return { value: '0', of: t(none) }
  return { value: formatNumber(sum), of: t('project.figure', { count: sum, components }) }
}
