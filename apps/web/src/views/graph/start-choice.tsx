import type { Answer } from '../../api/contract.ts'
import { useAnswer } from '../../api/use-answer.ts'
import { t } from '../../language/translate.ts'
import { TextFilter } from '../../parts/filters.tsx'
import { Go } from '../../parts/go.tsx'
import { Icon } from '../../parts/icon.tsx'
import { Answered } from '../../parts/states.tsx'
import { HIT_ICONS } from '../../shell/search-dialog.tsx'
import { useUrlState } from '../../shell/url-state.ts'
import { STARTS } from './graph-question.ts'

/** Where the walk begins: found by any name, chosen by a link that carries it. */
export function StartChoice() {
  const [{ from = '' }] = useUrlState()
  const query = from.trim()
  const answer = useAnswer<Answer<'SearchResult'>>(query === '' ? null : '/search', { q: query })
  return (
    <div className="stack">
      <TextFilter name="from" label={t('graph.from')} placeholder={t('search.placeholder')} />
      {query === '' ? null : <Answered answer={answer}>{({ hits }) => <Hits query={query} hits={hits.filter(isStart)} />}</Answered>}
    </div>
  )
}

type Hit = Answer<'SearchResult'>['hits'][number]

function isStart({ kind }: Hit): boolean {
  return STARTS.some((start) => start === kind)
}

function Hits({ query, hits }: { readonly query: string; readonly hits: readonly Hit[] }) {
  if (hits.length === 0) {
    return (
      <p className="quiet" role="status">
        {t('search.nothing', { query })}
      </p>
    )
  }
  return (
    <ul className="card list" aria-label={t('search.results')}>
      {hits.map(({ kind, id, title, detail }) => (
        <li key={`${kind} ${id}`} className="row">
          <Icon name={HIT_ICONS[kind] ?? 'search'} />
          <span className="wrap">
            <Go to={`/graph?kind=${kind}&ids=${id}`}>{title}</Go> <span className="small quiet">{detail}</span>
          </span>
        </li>
      ))}
    </ul>
  )
}
