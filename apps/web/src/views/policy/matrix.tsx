import { Button } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import type { Answer } from '../../api/contract.ts'
import { get } from '../../api/client.ts'
import type { ApiProblem } from '../../api/problem.ts'
import { formatNumber } from '../../language/format.ts'
import { t } from '../../language/translate.ts'
import { Go } from '../../parts/go.tsx'
import { OutcomeMark } from '../../parts/mark.tsx'
import { ProjectLink } from '../../parts/refs.tsx'
import { Empty, Failed, Waiting } from '../../parts/states.tsx'
import { useAt } from '../../shell/url-state.ts'

type MatrixOf = Answer<'PolicyMatrix'>
const LEGEND = ['pass', 'fail', 'unknown', 'not-applicable', 'not-evaluated'] as const

/** Projects by rules. A cell leads to its evidence; unknown is its own outcome, never a pass. */
export function Matrix() {
  const at = useAt()
  const pages = useInfiniteQuery<MatrixOf, ApiProblem, { pages: MatrixOf[] }, readonly unknown[], string | null>({
    queryKey: ['/policy-matrix', { at }, 'pages'],
    queryFn: ({ pageParam, signal }) => get<MatrixOf>('/policy-matrix', { cursor: pageParam, at }, signal),
    initialPageParam: null,
    getNextPageParam: ({ next }) => next,
  })
  const first = pages.data?.pages[0]
  if (pages.error !== null) return <Failed problem={pages.error} retry={() => void pages.refetch()} />
  if (first === undefined) return <Waiting />
  if (first.rules.length === 0) {
    return (
      <Empty icon="policy" title={t('policy.empty')} action={<Go to="/policy?tab=packs">{t('project.no-policy-action')}</Go>}>
        {t('project.no-policy-text')}
      </Empty>
    )
  }
  return (
    <div className="stack wide">
      <Totals of={first} />
      <p className="row wide" aria-hidden="true">
        {LEGEND.map((outcome) => (
          <OutcomeMark key={outcome} outcome={outcome} />
        ))}
      </p>
      <div className="table-frame" tabIndex={0} role="region" aria-label={t('policy.tab-matrix')}>
        <table className="data matrix">
          <caption className="visually-hidden">{t('policy.tab-matrix')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('column.project')}</th>
              {first.rules.map(({ pack, rule, title }) => (
                <th key={`${pack} ${rule}`} scope="col" className="rule">
                  <span>{title}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {pages.data?.pages
              .flatMap(({ rows }) => rows)
              .map(({ project, outcomes }) => (
                <tr key={project.id} data-row="">
                  <th scope="row">
                    <ProjectLink project={project} />
                  </th>
                  {outcomes.map((outcome, index) => (
                    <td key={index}>
                      <Go to={`/projects/${project.id}/policy`} className="cell">
                        <OutcomeMark outcome={outcome} bare />
                      </Go>
                    </td>
                  ))}
                </tr>
              ))}
          </tbody>
        </table>
        {pages.hasNextPage ? (
          <div className="more">
            <Button variant="light" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
              {t('table.more')}
            </Button>
          </div>
        ) : null}
      </div>
    </div>
  )
}

/** Each rule over all projects: the same as the columns, in numbers, those that ask for something first. With `most` only so many. */
export function Totals({ of: { rules, totals }, most }: { readonly of: MatrixOf; readonly most?: number }) {
  const weight = (index: number): number => (totals[index]?.fail ?? 0) * 1e6 + (totals[index]?.unknown ?? 0)
  const order = rules.map((_, index) => index)
  const shown = order.toSorted((a, b) => weight(b) - weight(a)).slice(0, most)
  return (
    <div className="table-frame">
      <table className="data stacking">
        <caption className="visually-hidden">{t('policy.totals')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('column.rule')}</th>
            <th scope="col" className="number">
              {t('outcome.fail')}
            </th>
            <th scope="col" className="number">
              {t('outcome.unknown')}
            </th>
            <th scope="col" className="number">
              {t('outcome.pass')}
            </th>
            <th scope="col" className="number">
              {t('outcome.not-applicable')}
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map((index) => {
            const [of, total] = [rules[index], totals[index]]
            if (of === undefined || total === undefined) return null
            const { pack, rule, title } = of
            return (
              <tr key={`${pack} ${rule}`} data-row="">
                <td>
                  {title}{' '}
                  <span className="small quiet mono wrap">
                    {pack}/{rule}
                  </span>
                </td>
                <td className="number" data-label={t('outcome.fail')}>
                  {formatNumber(total.fail)}
                </td>
                <td className="number" data-label={t('outcome.unknown')}>
                  {formatNumber(total.unknown)}
                </td>
                <td className="number" data-label={t('outcome.pass')}>
                  {formatNumber(total.pass)}
                </td>
                <td className="number" data-label={t('outcome.not-applicable')}>
                  {formatNumber(total.notApplicable)}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}
