import { Go } from './go.tsx'

export interface TabOf {
  readonly to: string
  readonly name: string
  readonly here: boolean
}

/** Parts of a view, each with an address of its own. */
export function Tabs({ label, tabs }: { readonly label: string; readonly tabs: readonly TabOf[] }) {
  return (
    <nav className="tabs" aria-label={label}>
      {tabs.map(({ to, name, here }) => (
        <Go key={to} to={to} current={here}>
          {name}
        </Go>
      ))}
    </nav>
  )
}
