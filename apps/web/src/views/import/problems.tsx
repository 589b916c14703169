import type { Answer } from '../../api/contract.ts'
import { t } from '../../language/translate.ts'
import { Mark } from '../../parts/mark.tsx'

/** What could not be read or understood, with its place. */
export function Problems({ problems }: { readonly problems: readonly Answer<'ProblemItem'>[] }) {
  return (
    <ul className="list">
      {problems.map(({ code, message, path, line, incomplete }, index) => (
        <li key={index} className="stack tight">
          <span className="row">
            {incomplete ? (
              <Mark tone="medium" icon="question">
                {t('mark.incomplete')}
              </Mark>
            ) : null}
            <span className="mono small">{code}</span>
            {path === '' ? null : <span className="mono small quiet">{line === null ? path : `${path}:${line}`}</span>}
          </span>
          <span className="wrap">{message}</span>
        </li>
      ))}
    </ul>
  )
}
