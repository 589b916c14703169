import type { Static } from 'typebox'
import type { Subscription } from '../api/contract/administration.ts'
import { timeOf } from '../read/vulnerability-facts.ts'

export interface SubscriptionRow {
  readonly id: number
  readonly kinds: readonly string[]
  readonly severity: Static<typeof Subscription>['minSeverity']
  readonly project_id: number | null
  readonly project_slug: string
  readonly project_name: string
  readonly package_id: number | null
  readonly package_purl: string
  readonly package_ecosystem: string
  readonly package_name: string
  readonly created: Date
}

export const SUBSCRIPTION_COLUMNS = `s.id, s.kinds, s.min_severity AS severity, s.project_id, p.slug AS project_slug, p.name AS project_name,
  s.package_id, pk.purl AS package_purl, pk.ecosystem AS package_ecosystem, pk.name AS package_name, s.created_at AS created`
export const SUBSCRIPTION_FROM =
  'FROM subscription s LEFT JOIN project p ON p.id = s.project_id LEFT JOIN package pk ON pk.id = s.package_id'

export function subscriptionOf(row: SubscriptionRow): Static<typeof Subscription> {
  return {
    id: row.id,
    kinds: [...row.kinds],
    minSeverity: row.severity,
    project: row.project_id === null ? null : { id: row.project_id, slug: row.project_slug, name: row.project_name },
    package:
      row.package_id === null
        ? null
        : { id: row.package_id, purl: row.package_purl, ecosystem: row.package_ecosystem, name: row.package_name },
    created: timeOf(row.created),
  }
}
