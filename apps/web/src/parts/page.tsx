import { useLocation } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import type { ReactNode } from 'react'
import { formatTime } from '../language/format.ts'
import { t } from '../language/translate.ts'
import { useAt } from '../shell/url-state.ts'
import { AdvisoryData } from './advisory-data.tsx'
import { Mark } from './mark.tsx'
import { Answered } from './states.tsx'
import type { AnswerState } from './states.tsx'
import { Twins } from './twins.tsx'
import type { TwinsOf } from './twins.tsx'

export interface PageProps {
  /** Where we are, in a word or two: the document's title. */
  readonly place: string
  /** The one question this page answers. */
  readonly question: string
  /** The one number, and of what. */
  readonly figure?: { readonly value: string; readonly of: string } | undefined
  readonly asOf?: string | null | undefined
  /** The same data for machines. */
  readonly data?: TwinsOf | undefined
  readonly tools?: ReactNode
  /** Nothing on the page rests on advisory data. */
  readonly plain?: boolean
  readonly children: ReactNode
}

/** The heading that had the focus last: a new page is told to readers by its heading, the first keeps the browser's own start. */
let told: { readonly pathname: string; readonly heading: HTMLElement | null } | null = null

/** The frame of every view: place, question, number, time, twin for machines. */
export function Page({ place, question, figure, asOf, data, tools, plain = false, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  const { pathname } = useLocation()
  const at = useAt()
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
            {isPresent(asOf, at) ? (
              <Mark tone="medium" icon="clock">
                {t('page.present')}
              </Mark>
            ) : null}
            {asOf && !plain ? <AdvisoryData /> : null}
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

/** The past is asked for, and this answer is of a later moment: it has no history. */
export function isPresent(asOf: string | null | undefined, at: string | undefined): boolean {
  return at !== undefined && asOf != null && Date.parse(asOf) > Date.parse(at) + 60_000
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
