import { useQuery } from '@tanstack/react-query'
import type { Answer } from '../../api/contract.ts'
import { send } from '../../api/client.ts'
import type { ApiProblem } from '../../api/problem.ts'
import { formatNumber } from '../../language/format.ts'
import { t } from '../../language/translate.ts'
import { ChoiceFilter, ManyFilter } from '../../parts/filters.tsx'
import { Page } from '../../parts/page.tsx'
import { Answered, Empty } from '../../parts/states.tsx'
import { useUrlState } from '../../shell/url-state.ts'
import { DEPTH, EDGES, graphQuestion } from './graph-question.ts'
import { StartChoice } from './start-choice.tsx'
import { Walk } from './walk.tsx'

const DEPTHS = ['1', '2', '3', '4'] as const

/** One bounded walk through everything that is known: from projects, versions or problems along chosen edges. */
export function GraphView() {
  const [values] = useUrlState()
  const question = graphQuestion(values)
  const answer = useQuery<Answer<'GraphAnswer'>, ApiProblem>({
    queryKey: ['/graph/query', question],
    queryFn: ({ signal }) => send('POST', '/graph/query', { body: question, signal }),
    enabled: question !== null,
  })
  const { data } = answer
  return (
    <Page
      place={t('nav.graph')}
      question={t('graph.question')}
      figure={
        data === undefined
          ? undefined
          : { value: `${formatNumber(data.nodes.length)}${data.truncated ? '+' : ''}`, of: t('graph.figure', { count: data.nodes.length }) }
      }
      asOf={data === undefined ? null : new Date(answer.dataUpdatedAt).toISOString()}
      data={data === undefined || question === null ? undefined : { path: '/graph/query', body: question }}
    >
      <div className="stack">
        <StartChoice />
        <div className="table-tools">
          <ManyFilter name="edges" label={t('graph.edges')} choices={EDGES.map((value) => ({ value, label: t(`graph.edge-${value}`) }))} />
          <ChoiceFilter
            name="depth"
            label={t('graph.depth')}
            choices={DEPTHS.map((value) => ({
              value: value === String(DEPTH) ? '' : value,
              label: t('graph.steps', { count: Number(value) }),
            }))}
          />
        </div>
        {question === null ? (
          <Empty icon="link" title={t('graph.empty')}>
            {t('graph.empty-text')}
          </Empty>
        ) : (
          <>
            <p className="small quiet">{t('graph.walked', { ways: question.edges.map((edge) => t(`graph.edge-${edge}`)).join(', ') })}</p>
            <Answered answer={answer}>{(found) => <Walk of={found} />}</Answered>
          </>
        )}
      </div>
    </Page>
  )
}
