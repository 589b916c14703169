import { Button } from '@mantine/core'
import { useState } from 'react'
import type { KeyboardEvent } from 'react'
import type { Listed } from '../../api/use-answer.ts'
import { useMay } from '../../api/session.ts'
import { formatNumber } from '../../language/format.ts'
import { t } from '../../language/translate.ts'
import { Problem } from '../../parts/refs.tsx'
import { Ago } from '../../parts/time.tsx'
import { TriageDialog } from '../triage/triage-dialog.tsx'
import type { TriageStatus, TriageSubject } from '../triage/triage-subject.ts'
import type { WorkRow } from './findings-view.tsx'
import { Places } from './places.tsx'

/** Keys that decide; they count only while the focus is in the list. */
const KEYS: Readonly<Record<string, TriageStatus>> = {
  n: 'not-affected',
  a: 'affected',
  i: 'under-investigation',
  c: 'accepted',
  f: 'fixed',
}

/** The problems one below the other; the chosen one shows where it is. */
export function Worklist({ list }: { readonly list: Listed<WorkRow> }) {
  const [chosen, setChosen] = useState(0)
  const [deciding, setDeciding] = useState<{ subject: TriageSubject; status?: TriageStatus } | null>(null)
  const may = useMay('triage:write')
  const row = list.rows[Math.min(chosen, list.rows.length - 1)]
  function onKey(event: KeyboardEvent<HTMLElement>): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const step = event.key === 'j' || event.key === 'ArrowDown' ? 1 : event.key === 'k' || event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0) {
      event.preventDefault()
      const next = Math.max(0, Math.min(list.rows.length - 1, chosen + step))
      setChosen(next)
      document.getElementById(`work-${next}`)?.focus()
      if (next >= list.rows.length - 3 && list.hasMore && !list.loadingMore) list.loadMore()
      return
    }
    const status = KEYS[event.key]
    if (status === undefined || row === undefined || !may) return
    event.preventDefault()
    setDeciding({ subject: subjectOf(row), status })
  }
  return (
    <>
      <p className="small quiet only-wide">{t(may ? 'findings.keys' : 'findings.keys-read')}</p>
      <div className="worklist">
        <ul className="card work" aria-label={t('findings.list')} onKeyDown={onKey}>
          {list.rows.map((one, index) => (
            <li key={one.vulnerability.id} data-active={one === row ? '' : undefined}>
              <div className="stack tight">
                <Problem of={one.vulnerability} />
                <div className="row small quiet">
                  <span className="wrap">
                    {one.packages
                      .slice(0, 3)
                      .map(({ name }) => name)
                      .join(', ')}
                  </span>
                  <span>{t('findings.reach', { projects: one.projects, versions: one.versions })}</span>
                  <Ago time={one.firstSeen} />
                </div>
              </div>
              <div className="row end">
                <Button
                  id={`work-${index}`}
                  size="compact-sm"
                  variant={one === row ? 'filled' : 'default'}
                  aria-expanded={one === row}
                  aria-controls="work-detail"
                  tabIndex={one === row ? 0 : -1}
                  onFocus={() => setChosen(index)}
                  onClick={() => setChosen(index)}
                >
                  {t('findings.where', { number: formatNumber(one.projects) })}
                  <span className="visually-hidden"> {one.vulnerability.shown}</span>
                </Button>
                {may ? (
                  <Button
                    size="compact-sm"
                    variant="subtle"
                    tabIndex={one === row ? 0 : -1}
                    onClick={() => setDeciding({ subject: subjectOf(one) })}
                  >
                    {t('triage.decide-about')}
                    <span className="visually-hidden"> {one.vulnerability.shown}</span>
                  </Button>
                ) : null}
              </div>
            </li>
          ))}
          {list.hasMore ? (
            <li className="more">
              <Button variant="light" loading={list.loadingMore} onClick={list.loadMore}>
                {t('table.more')}
              </Button>
            </li>
          ) : null}
        </ul>
        <section id="work-detail" className="card work-detail" aria-label={t('findings.detail', { name: row?.vulnerability.shown ?? '' })}>
          {row === undefined ? null : (
            <Places key={row.vulnerability.id} of={row.vulnerability} decide={may ? (subject) => setDeciding({ subject }) : undefined} />
          )}
        </section>
      </div>
      {deciding === null ? null : <TriageDialog {...deciding} close={() => setDeciding(null)} />}
    </>
  )
}

function subjectOf({ vulnerability, packages }: WorkRow): TriageSubject {
  const [only, ...others] = packages
  return { vulnerability, ...(only !== undefined && others.length === 0 ? { package: only } : {}) }
}
