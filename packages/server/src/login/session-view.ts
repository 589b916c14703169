import type { RouteCall } from '../api/route.ts'
import type { Session } from '../api/contract/administration.ts'
import type { Static } from 'typebox'
import { needsSetup } from './setup-token.ts'

type Call = Pick<RouteCall<unknown, unknown, unknown>, 'services' | 'viewer' | 'app' | 'request'>

async function indexView({ index }: Call['app']): Promise<Static<typeof Session>['index']> {
  const { kind, modified, ageDays } = await index()
  return { kind, modified, ageDays }
}

/** What a page is told of who looks at it. */
export async function sessionView({ services, viewer, app, request }: Call): Promise<Static<typeof Session>> {
  const [account] =
    viewer.accountId === null
      ? []
      : await services.db.query<{ id: number; name: string; email: string; locale: string; passkeys: number }>(
          `SELECT id, name, email, locale, (SELECT count(*)::int4 FROM passkey WHERE account_id = account.id) AS passkeys
           FROM account WHERE id = $1`,
          [viewer.accountId],
        )
  const organisations = await services.db.query<{ id: number; slug: string; name: string }>(
    'SELECT id, slug, name FROM organisation WHERE ($1::int4[] IS NULL OR id = ANY($1)) ORDER BY slug LIMIT 200',
    [viewer.organisations],
  )
  return {
    account: account ?? null,
    permissions: [...viewer.permissions].toSorted(),
    organisations: [...organisations],
    csrf: request.csrfToken,
    setup: !app.demo && viewer.accountId === null && (await needsSetup(services)),
    methods: { passkey: true, oidc: app.oidc.map(({ id, name }) => ({ id, name })) },
    demo: app.demo,
    index: viewer.actor === 'anonymous' ? null : await indexView(app),
  }
}
