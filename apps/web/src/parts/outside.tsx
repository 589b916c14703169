import { Icon } from './icon.tsx'

/** A link out of the app, when it is one: any other text (`javascript:`, a word) stays text. */
export function Outside({ href }: { readonly href: string }) {
  if (!/^https?:\/\//i.test(href)) return <span className="wrap">{href}</span>
  return (
    <a href={href} target="_blank" rel="noreferrer noopener nofollow" className="wrap">
      {href} <Icon name="outside" size={13} />
    </a>
  )
}
