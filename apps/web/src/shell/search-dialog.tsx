import { useNavigate } from '@tanstack/react-router'
import { useDeferredValue, useEffect, useId, useRef, useState } from 'react'
import type { KeyboardEvent } from 'react'
import type { Answer } from '../api/contract.ts'
import { problemText } from '../api/problem-text.ts'
import { useAnswer } from '../api/use-answer.ts'
import { t } from '../language/translate.ts'
import { Dialog } from '../parts/dialog.tsx'
import { isInside } from '../parts/go.tsx'
import { Icon } from '../parts/icon.tsx'
import type { IconName } from '../parts/icon.tsx'

export const HIT_ICONS: Readonly<Record<string, IconName>> = {
  project: 'projects',
  package: 'component',
  version: 'component',
  vulnerability: 'advisory',
  artifact: 'evidence',
}

/** Finds anything by any of its names; arrows choose, Enter opens, and more than that stands on the search page. */
export function SearchDialog({ close }: { readonly close: () => void }) {
  const [text, setText] = useState('')
  const [chosen, setChosen] = useState(0)
  const query = useDeferredValue(text.trim())
  const { data, error } = useAnswer<Answer<'SearchResult'>>(query === '' ? null : '/search', { q: query })
  const navigate = useNavigate()
  const list = useId()
  const hits = query === '' ? [] : (data?.hits ?? [])
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    void box.current?.children[chosen]?.scrollIntoView({ block: 'nearest' })
  }, [chosen])
  function open(href: string): void {
    close()
    if (isInside(href)) void navigate({ href })
  }
  function onKey(event: KeyboardEvent): void {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0 && hits.length > 0) {
      event.preventDefault()
      setChosen((chosen + step + hits.length) % hits.length)
    }
    if (event.key === 'Enter') {
      event.preventDefault()
      const hit = hits[chosen]
      if (hit !== undefined) open(hit.href)
      else if (query !== '') open(`/search?q=${encodeURIComponent(query)}`)
    }
  }
  return (
    <Dialog title={t('search.label')} close={close} className="top" bare>
      <div className="row find-line">
        <Icon name="search" />
        <input
          role="combobox"
          aria-expanded={hits.length > 0}
          aria-controls={list}
          aria-activedescendant={hits.length > 0 ? `${list}-${chosen}` : undefined}
          aria-label={t('search.label')}
          placeholder={t('search.placeholder')}
          value={text}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => {
            setText(event.currentTarget.value)
            setChosen(0)
          }}
          onKeyDown={onKey}
        />
      </div>
      <div ref={box} className="hits" role="listbox" id={list} aria-label={t('search.results')}>
        {hits.map((hit, index) => (
          <div
            key={`${hit.kind} ${hit.id} ${hit.href}`}
            id={`${list}-${index}`}
            role="option"
            aria-selected={index === chosen}
            className="hit"
            onClick={() => open(hit.href)}
          >
            <Icon name={HIT_ICONS[hit.kind] ?? 'search'} />
            <span>
              <span className="strong wrap">{hit.title}</span>
              <br />
              <span className="small quiet wrap">{hit.detail}</span>
            </span>
          </div>
        ))}
      </div>
      <p className="small quiet find-foot" role="status">
        {query === ''
          ? t('search.hint')
          : data === undefined
            ? error === null
              ? t('search.asking', { query })
              : problemText(error)
            : foundText(data)}
      </p>
    </Dialog>
  )
}

/** Only an answer says that nothing is there. */
function foundText({ query, hits, more, unheld }: Answer<'SearchResult'>): string {
  if (hits.length === 0 && unheld !== null)
    return unheld.state === 'unknown' ? t('unheld.unknown', { id: unheld.id }) : t('unheld.elsewhere', { id: unheld.id })
  if (hits.length === 0) return t('search.none', { query })
  return `${t('search.count', { count: hits.length })}${more ? `. ${t('search.more')}` : ''}`
}
