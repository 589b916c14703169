import { useLocation } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import type { ReactNode } from 'react'
import { apiUrl } from '../api/client.ts'
import type { Query } from '../api/client.ts'
import { formatTime } from '../language/format.ts'
import { t } from '../language/translate.ts'
import { Icon } from './icon.tsx'
import { Answered } from './states.tsx'
import type { AnswerState } from './states.tsx'

export interface PageProps {
  /** Where we are, in a word or two: the document's title. */
  readonly place: string
  /** The one question this page answers. */
  readonly question: string
  /** The one number, and of what. */
  readonly figure?: { readonly value: string; readonly of: string } | undefined
  readonly asOf?: string | null | undefined
  /** The same data for machines. */
  readonly data?: { readonly path: string; readonly query?: Query; readonly list?: boolean } | undefined
  readonly tools?: ReactNode
  readonly children: ReactNode
}

/** The heading that had the focus last: a new page is told to readers by its heading, the first keeps the browser's own start. */
let told: { readonly pathname: string; readonly heading: HTMLElement | null } | null = null

/** The frame of every view: place, question, number, time, twin for machines. */
export function Page({ place, question, figure, asOf, data, tools, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  const { pathname } = useLocation()
  useEffect(() => {
    document.title = `${place} · cupel`
  }, [place])
  useEffect(() => {
    const here = heading.current
    if (told !== null && (told.pathname !== pathname || told.heading !== here)) here?.focus({ preventScroll: true })
    told = { pathname, heading: here }
  }, [pathname])
  return (
    <>
      <header className="head">
        <div className="stack">
          <div>
            <p className="place-name">{place}</p>
            <h1 tabIndex={-1} ref={heading} data-page-heading="">
              {question}
            </h1>
          </div>
          <p className="meta">
            {asOf ? <span>{t('page.as-of', { time: formatTime(asOf) })}</span> : null}
            {data === undefined ? null : <Twins {...data} />}
          </p>
        </div>
        <div className="stack">
          {figure === undefined ? null : (
            <p className="figure">
              <b>{figure.value}</b> <span>{figure.of}</span>
            </p>
          )}
          {tools === undefined ? null : <div className="tools no-print">{tools}</div>}
        </div>
      </header>
      {children}
    </>
  )
}

function Twins({ path, query = {}, list = true }: { path: string; query?: Query; list?: boolean }) {
  return (
    <span className="row">
      <Icon name="download" size={14} />
      {list ? (
        <a href={apiUrl(path, { ...query, limit: 200, format: 'csv' })} download="">
          CSV
        </a>
      ) : null}
      <a href={apiUrl(path, query)} target="_blank" rel="noreferrer">
        JSON
      </a>
    </span>
  )
}

/** A titled part of a page. */
export function Card({ title, aside, children }: { readonly title: string; readonly aside?: ReactNode; readonly children: ReactNode }) {
  return (
    <section className="card">
      <div className="card-head">
        <h2>{title}</h2>
        {aside === undefined ? null : <span className="small quiet">{aside}</span>}
      </div>
      {children}
    </section>
  )
}

/** One number with its name and what it leads to. */
export function Stat({ label, value, note }: { readonly label: string; readonly value: ReactNode; readonly note?: ReactNode }) {
  return (
    <div className="card stat">
      <span className="label">{label}</span>
      <span className="value">{value}</span>
      {note === undefined ? null : <span className="small quiet">{note}</span>}
    </div>
  )
}

/** A page that is about one answer: while it is awaited, and when it does not come, the page still has its name. */
export function AnsweredPage<T>({
  answer,
  place,
  question,
  children,
}: {
  readonly answer: AnswerState<T>
  readonly place: string
  readonly question: string
  readonly children: (data: T) => ReactNode
}) {
  if (answer.data !== undefined) return children(answer.data)
  return (
    <Page place={place} question={question}>
      <Answered answer={answer}>{children}</Answered>
    </Page>
  )
}
