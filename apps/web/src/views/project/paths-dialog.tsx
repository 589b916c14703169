import { Suspense, lazy } from 'react'
import type { Answer } from '../../api/contract.ts'
import { useAnswer } from '../../api/use-answer.ts'
import { t } from '../../language/translate.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { PathList } from '../../parts/path-list.tsx'
import { Answered, Waiting } from '../../parts/states.tsx'
import { useAt } from '../../shell/url-state.ts'

const Picture = lazy(() => import('../../parts/graph-picture.tsx').then(({ GraphPicture }) => ({ default: GraphPicture })))

interface PathsDialogProps {
  readonly project: number
  readonly of: { readonly package: Answer<'PackageRef'>; readonly version: Answer<'VersionRef'> }
  readonly close: () => void
}

/** Why a component is here: the paths as a list first, then the same as a picture. */
export function PathsDialog({ project, of, close }: PathsDialogProps) {
  const answer = useAnswer<Answer<'DependencyPaths'>>(`/projects/${project}/paths`, { version: of.version.id, at: useAt() })
  return (
    <Dialog title={t('paths.title', { name: `${of.package.name} ${of.version.version}` })} close={close} className="wide">
      <Answered answer={answer} lines={4}>
        {({ paths, truncated, locations }) => (
          <div className="stack">
            {paths.length === 0 ? <p>{t('paths.none')}</p> : <PathList paths={paths} />}
            {truncated ? <p className="small quiet">{t('paths.truncated')}</p> : null}
            {locations.length === 0 ? null : (
              <div>
                <h3>{t('paths.stated')}</h3>
                <ul className="mono small">
                  {locations.map(({ path, line }) => (
                    <li key={`${path}:${line}`}>{line === null ? path : `${path}:${line}`}</li>
                  ))}
                </ul>
              </div>
            )}
            {paths.length === 0 ? null : (
              <details>
                <summary>{t('paths.picture')}</summary>
                <Suspense fallback={<Waiting lines={3} />}>
                  <Picture paths={paths.map(({ nodes }) => nodes)} label={t('paths.picture-label', { count: paths.length })} />
                </Suspense>
              </details>
            )}
          </div>
        )}
      </Answered>
    </Dialog>
  )
}
