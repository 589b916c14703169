import { UpgradePage, UpgradeQuery } from '../../api/contract/upgrades.ts'
import { defineRoute } from '../../api/route.ts'
import { pictureOf } from '../../read/picture-of.ts'
import { upgradePage } from '../../read/upgrade-rows.ts'

export default defineRoute({
  method: 'GET',
  path: '/upgrades',
  id: 'listUpgrades',
  summary: 'Upgrades by how much that is open they would clear',
  tag: 'portfolio',
  access: 'portfolio:read',
  shared: true,
  list: true,
  query: UpgradeQuery,
  response: UpgradePage,
  handle: (call) => upgradePage(call.services.db, pictureOf(call), call.query),
})
