import { t } from '../../language/translate.ts'

const PERMISSIONS = [
  'portfolio:read',
  'upload:write',
  'triage:write',
  'project:write',
  'policy:read',
  'policy:write',
  'notification:self',
  'token:self',
  'audit:read',
  'admin:write',
] as const
export const ROLES = ['viewer', 'triager', 'maintainer', 'policy-author', 'coordinator', 'auditor', 'admin'] as const

/** A permission in words; one that this version does not know, as it is. */
export function permissionName(permission: string): string {
  const known = PERMISSIONS.find((one) => one === permission)
  return known === undefined ? permission : t(`permission.${known}`)
}

export function roleName(role: string): string {
  const known = ROLES.find((one) => one === role)
  return known === undefined ? role : t(`role.${known}`)
}
