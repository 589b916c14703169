import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { parseSearch } from '../shell/url-state.ts'

export interface GoProps {
  /** Path in the app, with its search. */
  readonly to: string
  readonly children: ReactNode
  readonly className?: string
  readonly current?: boolean
  readonly label?: string
  readonly onClick?: () => void
}

/** Whether an address is one of the app; a stored one might lead elsewhere. */
export function isInside(to: string): boolean {
  return /^\/(?![/\\])/.test(to)
}

/** A link inside the app. It carries the day looked at along, so that a walk through the past stays in the past. */
export function Go({ to, children, className, current, label, onClick }: GoProps) {
  if (!isInside(to)) return <span className={className}>{children}</span>
  const [path = '/', search = ''] = to.split('?')
  return (
    <Link
      to={path}
      search={((old: Record<string, string>) => ({ ...(old['at'] ? { at: old['at'] } : {}), ...parseSearch(search) })) as never}
      className={className ?? ''}
      aria-current={current ? 'page' : undefined}
      aria-label={label}
      onClick={onClick}
      activeProps={{}}
      activeOptions={{ exact: true, includeSearch: true, explicitUndefined: true }}
    >
      {children}
    </Link>
  )
}
