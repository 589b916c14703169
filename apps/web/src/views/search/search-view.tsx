import type { Answer } from '../../api/contract.ts'
import { useAnswer } from '../../api/use-answer.ts'
import { formatNumber } from '../../language/format.ts'
import { t } from '../../language/translate.ts'
import { TextFilter } from '../../parts/filters.tsx'
import { Go } from '../../parts/go.tsx'
import { Icon } from '../../parts/icon.tsx'
import { Page } from '../../parts/page.tsx'
import { Answered, Empty } from '../../parts/states.tsx'
import { Unheld } from '../../parts/unheld.tsx'
import { HIT_ICONS } from '../../shell/search-dialog.tsx'
import { useUrlState } from '../../shell/url-state.ts'

/** Everything by any of its names: purl, CVE, hash, project, package. */
export function SearchView() {
  const [{ q = '' }] = useUrlState()
  const query = q.trim()
  const answer = useAnswer<Answer<'SearchResult'>>(query === '' ? null : '/search', { q: query })
  const hits = answer.data?.hits
  return (
    <Page
      place={t('search.place')}
      question={t('search.question')}
      figure={
        hits === undefined
          ? undefined
          : {
              value: `${formatNumber(hits.length)}${answer.data?.more === true ? '+' : ''}`,
              of: t('search.figure', { count: hits.length }),
            }
      }
      asOf={answer.data?.asOf}
      data={query === '' ? undefined : { path: '/search', query: { q: query } }}
    >
      <div className="stack">
        <TextFilter name="q" label={t('search.label')} placeholder={t('search.placeholder')} />
        {query === '' ? (
          <Empty icon="search" title={t('search.start')}>
            {t('search.start-text')}
          </Empty>
        ) : (
          <Answered answer={answer}>
            {(result) =>
              result.hits.length === 0 && result.unheld !== null ? (
                <Unheld of={result.unheld} />
              ) : result.hits.length === 0 ? (
                <Empty icon="search" title={t('search.nothing', { query })} action={<Go to="/import">{t('project.import')}</Go>}>
                  {t('search.nothing-text')}
                </Empty>
              ) : (
                <>
                  <ul className="card list">
                    {result.hits.map(({ kind, id, title, detail, href }) => (
                      <li key={`${kind} ${id} ${href}`} className="row">
                        <Icon name={HIT_ICONS[kind] ?? 'search'} />
                        <span className="stack tight grow">
                          <span className="strong wrap">
                            <Go to={href}>{title}</Go>
                          </span>
                          <span className="small quiet wrap">{detail}</span>
                        </span>
                        <span className="small quiet">
                          {t(`search.kind-${kind as 'project' | 'package' | 'version' | 'vulnerability' | 'artifact'}`)}
                        </span>
                      </li>
                    ))}
                  </ul>
                  {result.more ? <p className="quiet">{t('search.more')}</p> : null}
                </>
              )
            }
          </Answered>
        )}
      </div>
    </Page>
  )
}
