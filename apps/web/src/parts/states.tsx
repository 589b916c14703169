import { Button, Skeleton } from '@mantine/core'
import type { ReactNode } from 'react'
import type { ApiProblem } from '../api/problem.ts'
import { isWrongAddress, problemText } from '../api/problem-text.ts'
import { t } from '../language/translate.ts'
import { Icon } from './icon.tsx'
import type { IconName } from './icon.tsx'
import type { Tone } from './mark.tsx'

/** Nothing here yet: why, and what to do so that there is. */
export function Empty({ icon, title, children, action }: { icon: IconName; title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className="empty">
      <Icon name={icon} size={32} />
      <h2>{title}</h2>
      {children === undefined ? null : <p>{children}</p>}
      {action}
    </div>
  )
}

/** Something to know before believing the page. */
export function Notice({ tone, icon, children }: { tone: Tone; icon: IconName; children: ReactNode }) {
  return (
    <div className={`notice tone-${tone}`}>
      <Icon name={icon} />
      <div>{children}</div>
    </div>
  )
}

/** An answer that did not come: what, and the way on. */
export function Failed({ problem, retry }: { readonly problem: ApiProblem; readonly retry: () => void }) {
  const gone = problem.status === 404 || problem.status === 403 || isWrongAddress(problem)
  return (
    <div role="alert">
      <Empty
        icon={gone ? 'question' : 'advisory'}
        title={problemText(problem)}
        action={
          gone ? undefined : (
            <Button variant="light" onClick={retry}>
              {t('action.retry')}
            </Button>
          )
        }
      />
    </div>
  )
}

/** What stands here is older than it should be: it could not be asked again. */
export function Stale({ problem, retry }: { readonly problem: ApiProblem; readonly retry: () => void }) {
  return (
    <div role="alert" className="notice tone-high">
      <Icon name="history" />
      <div className="row between grow">
        <span>
          {t('state.stale')} {problemText(problem)}
        </span>
        <Button size="compact-sm" variant="default" onClick={retry}>
          {t('action.retry')}
        </Button>
      </div>
    </div>
  )
}

export function Waiting({ lines = 6 }: { readonly lines?: number }) {
  return (
    <div className="stack" role="status">
      <span className="visually-hidden">{t('state.loading')}</span>
      {Array.from({ length: lines }, (_, line) => (
        <Skeleton key={line} height={line === 0 ? 32 : 18} width={`${100 - ((line * 17) % 45)}%`} />
      ))}
    </div>
  )
}

export interface AnswerState<T> {
  readonly data: T | undefined
  readonly error: ApiProblem | null
  readonly isPending: boolean
  readonly refetch: () => unknown
}

/** One answer in its three states. */
export function Answered<T>({
  answer,
  children,
  lines,
}: {
  readonly answer: AnswerState<T>
  readonly children: (data: T) => ReactNode
  readonly lines?: number
}) {
  if (answer.data !== undefined) {
    return answer.error === null ? (
      children(answer.data)
    ) : (
      <>
        <Stale problem={answer.error} retry={() => void answer.refetch()} />
        {children(answer.data)}
      </>
    )
  }
  if (answer.error !== null) return <Failed problem={answer.error} retry={() => void answer.refetch()} />
  return <Waiting lines={lines ?? 6} />
}
