import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback } from 'react'

export type UrlValues = Readonly<Record<string, string>>

/** Search of the URL as plain strings: what a view shows is in its address, so that a link shows the same. */
export function parseSearch(text: string): Record<string, string> {
  const values: Record<string, string> = {}
  for (const [name, value] of new URLSearchParams(text)) values[name] = name in values ? `${values[name]},${value}` : value
  return values
}

export function stringifySearch(values: Record<string, unknown>): string {
  const pairs = new URLSearchParams()
  for (const [name, value] of Object.entries(values)) if (typeof value === 'string' && value !== '') pairs.append(name, value)
  const text = pairs.toString()
  return text === '' ? '' : `?${text}`
}

/** The view's state and how to change some of it; empty values leave the address. Filters replace, they do not fill the history. */
export function useUrlState(): readonly [UrlValues, (patch: Readonly<Record<string, string | undefined>>) => void] {
  const values = useSearch({ strict: false }) as UrlValues
  const navigate = useNavigate()
  const change = useCallback(
    (patch: Readonly<Record<string, string | undefined>>) => {
      void navigate({ to: '.', search: ((old: UrlValues) => ({ ...old, ...patch })) as never, replace: true, resetScroll: false })
    },
    [navigate],
  )
  return [values, change]
}

/** The day or minute that the whole app is looking at; undefined: now. */
export function useAt(): string | undefined {
  const [{ at }] = useUrlState()
  return at
}

export function listOf(value: string | undefined): readonly string[] {
  return value === undefined || value === '' ? [] : value.split(',')
}
