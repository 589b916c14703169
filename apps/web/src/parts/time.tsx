import { formatAgo, formatDay, formatTime } from '../language/format.ts'

/** How long ago, with the exact time behind it; after a month the day says more. */
export function Ago({ time }: { readonly time: string }) {
  const now = Date.now()
  const old = Math.abs(Date.parse(time) - now) > 30 * 86_400_000
  return (
    <time dateTime={time} title={formatTime(time)}>
      {old ? formatDay(time) : formatAgo(time, now)}
    </time>
  )
}

export function Day({ time }: { readonly time: string }) {
  return <time dateTime={time}>{formatDay(time)}</time>
}
