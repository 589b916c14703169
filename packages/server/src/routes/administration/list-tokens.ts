import { ApiTokenPage, PAGE } from '../../api/contract/index.ts'
import { defineRoute } from '../../api/route.ts'
import { idPage } from '../../administration/id-page.ts'
import { TOKEN_COLUMNS, TOKEN_FROM, tokenOf } from '../../administration/token-rows.ts'
import type { TokenRow } from '../../administration/token-rows.ts'

export default defineRoute({
  method: 'GET',
  path: '/tokens',
  id: 'listTokens',
  summary: 'The caller’s API tokens that are good',
  tag: 'administration',
  access: 'token:self',
  list: true,
  query: PAGE,
  response: ApiTokenPage,
  handle: (call) =>
    idPage<TokenRow, ReturnType<typeof tokenOf>>(call, {
      list: 'tokens',
      columns: TOKEN_COLUMNS,
      from: TOKEN_FROM,
      key: 't.id',
      newestFirst: true,
      where: (parameters) => [
        `t.account_id = ${parameters.add(call.viewer.accountId)}`,
        't.revoked_at IS NULL',
        `t.expires_at > ${parameters.add(call.now)}`,
      ],
      item: tokenOf,
    }),
})
