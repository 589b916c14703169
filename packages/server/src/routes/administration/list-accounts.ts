import { AccountPage, PAGE } from '../../api/contract/index.ts'
import { defineRoute } from '../../api/route.ts'
import { accountColumns, accountOf, administeredAccounts } from '../../administration/account-rows.ts'
import type { AccountRow } from '../../administration/account-rows.ts'
import { idPage } from '../../administration/id-page.ts'

export default defineRoute({
  method: 'GET',
  path: '/accounts',
  id: 'listAccounts',
  summary: 'People whose grants the caller administers',
  tag: 'administration',
  access: 'admin:write',
  list: true,
  query: PAGE,
  response: AccountPage,
  handle: (call) =>
    idPage<AccountRow, ReturnType<typeof accountOf>>(call, {
      list: 'accounts',
      columns: (parameters) => accountColumns(call.viewer, parameters),
      from: 'FROM account a',
      key: 'a.id',
      where: (parameters) => administeredAccounts(call.viewer, parameters),
      item: accountOf,
    }),
})
