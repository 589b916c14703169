import { TokenExchange, TokenExchangeInput } from '../../api/contract/administration.ts'
import { defineRoute } from '../../api/route.ts'
import { exchangeToken } from '../../login/exchange-token.ts'
import { issuerKeys } from '../../login/issuer-keys.ts'
import type { IssuerKeys } from '../../login/issuer-keys.ts'

const keysOf = new WeakMap<object, IssuerKeys>()

export default defineRoute({
  method: 'POST',
  path: '/token-exchange',
  id: 'exchangeToken',
  summary: 'A short-lived API token for the OIDC token of a CI job that the organisation trusts',
  tag: 'session',
  access: 'public',
  once: true,
  body: TokenExchangeInput,
  response: TokenExchange,
  handle: async ({ services, app, body }) => {
    const keys = keysOf.get(app) ?? issuerKeys(app.privateNetwork)
    keysOf.set(app, keys)
    return exchangeToken(services, keys, body)
  },
})
