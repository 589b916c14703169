/** What a caller may do, in the words of API token scopes. A role is a set of these (`ROLE_PERMISSIONS`). */
export const PERMISSIONS = [
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

export type Permission = (typeof PERMISSIONS)[number]

export const ROLES = ['viewer', 'triager', 'maintainer', 'policy-author', 'coordinator', 'auditor', 'admin'] as const
export type Role = (typeof ROLES)[number]

const READ: readonly Permission[] = ['portfolio:read', 'policy:read', 'notification:self', 'token:self']

export const ROLE_PERMISSIONS: Readonly<Record<Role, readonly Permission[]>> = {
  viewer: READ,
  triager: [...READ, 'triage:write'],
  maintainer: [...READ, 'triage:write', 'upload:write', 'project:write'],
  'policy-author': [...READ, 'policy:write'],
  coordinator: [...READ, 'triage:write', 'upload:write', 'project:write', 'policy:write'],
  auditor: [...READ, 'audit:read'],
  admin: PERMISSIONS,
}
