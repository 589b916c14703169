import type { FindingOf } from '../../api/contract.ts'
import { usePages } from '../../api/use-answer.ts'
import { Problem, PackageLink } from '../../parts/refs.tsx'
import { Waiting } from '../../parts/states.tsx'
import { useAt } from '../../shell/url-state.ts'
import { Fix } from '../findings/places.tsx'
import type { PartProps } from './project-view.tsx'

/** The first few to deal with. */
export function TopFindings({ project }: PartProps) {
  const at = useAt()
  const list = usePages<FindingOf>(`/projects/${project.id}/findings`, { sort: 'kev', limit: 5, at })
  if (list.loading) return <Waiting lines={4} />
  return (
    <ul className="list">
      {list.rows.slice(0, 5).map((row) => (
        <li key={row.id} className="stack tight">
          <Problem of={row.vulnerability} />
          <span className="row small">
            <PackageLink of={row.package} version={row.version.version} />
            <Fix versions={row.fixedVersions} />
          </span>
        </li>
      ))}
    </ul>
  )
}
