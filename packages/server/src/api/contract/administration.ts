import { Type } from 'typebox'
import { Id, Nullable, PackageRef, PAGE_QUERY, Page, ProjectRef, Severity, Time, Vulnerability } from './common.ts'

/** GET /session */
export const Session = Type.Object({
  /** null: nobody is logged in. */
  account: Nullable(Type.Object({ id: Id, name: Type.String(), email: Type.String(), locale: Type.String(), passkeys: Type.Integer() })),
  permissions: Type.Array(Type.String()),
  organisations: Type.Array(Type.Object({ id: Id, slug: Type.String(), name: Type.String() })),
  /** To be sent as `x-csrf-token` with everything that changes something. */
  csrf: Type.String(),
  /** No account exists yet: the first-start token is asked for. */
  setup: Type.Boolean(),
  methods: Type.Object({ passkey: Type.Boolean(), oidc: Type.Array(Type.Object({ id: Type.String(), name: Type.String() })) }),
  /** `--demo`: everything is shown, nothing is kept. */
  demo: Type.Boolean(),
  /** Which advisory data every answer rests on; null: nobody is logged in. */
  index: Nullable(
    Type.Object({
      kind: Type.Union([Type.Literal('full'), Type.Literal('starter'), Type.Literal('none')]),
      modified: Type.String(),
      ageDays: Nullable(Type.Number()),
    }),
  ),
})
/** POST /session/setup, with the token that the server printed at its first start. */
export const SetupInput = Type.Object({ token: Type.String({ maxLength: 200 }), name: Type.String({ minLength: 1, maxLength: 100 }) })
/** POST /session/passkey/{register,login}/{options,verify}: the objects of WebAuthn's JSON forms. */
export const WebAuthnJson = Type.Record(Type.String(), Type.Unknown())
/** POST /token-exchange (RFC 8693 shaped): a CI's OIDC token for a short-lived API token. */
export const TokenExchangeInput = Type.Object({ organisation: Type.String(), subjectToken: Type.String({ maxLength: 16_384 }) })
export const TokenExchange = Type.Object({ token: Type.String(), expires: Time, scopes: Type.Array(Type.String()) })

export const ApiToken = Type.Object({
  id: Id,
  prefix: Type.String(),
  name: Type.String(),
  scopes: Type.Array(Type.String()),
  project: Nullable(ProjectRef),
  created: Time,
  expires: Time,
  used: Nullable(Time),
})
export const ApiTokenPage = Page(ApiToken)
export const ApiTokenInput = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 100 }),
  scopes: Type.Array(Type.String(), { minItems: 1 }),
  days: Type.Integer({ minimum: 1, maximum: 365 }),
  project: Type.Optional(Id),
  organisation: Type.Optional(Type.String()),
})
/** POST /tokens: the only time the secret is shown. */
export const ApiTokenCreated = Type.Object({ ...ApiToken.properties, token: Type.String() })

export const Account = Type.Object({
  id: Id,
  name: Type.String(),
  email: Type.String(),
  issuer: Type.String(),
  disabled: Nullable(Time),
  grants: Type.Array(
    Type.Object({
      id: Id,
      role: Type.String(),
      organisation: Nullable(Type.String()),
      team: Nullable(Type.String()),
      project: Nullable(Type.String()),
    }),
  ),
})
export const AccountPage = Page(Account)
export const GrantInput = Type.Object({
  account: Id,
  role: Type.String(),
  organisation: Type.Optional(Type.String()),
  team: Type.Optional(Id),
  project: Type.Optional(Id),
})
export const Organisation = Type.Object({ id: Id, slug: Type.String(), name: Type.String() })
export const OrganisationPage = Page(Organisation)
export const Team = Type.Object({ id: Id, organisation: Type.String(), parent: Nullable(Id), slug: Type.String(), name: Type.String() })
export const TeamPage = Page(Team)
export const CiTrust = Type.Object({
  id: Id,
  organisation: Type.String(),
  name: Type.String(),
  issuer: Type.String(),
  audience: Type.String(),
  condition: Type.String(),
  scopes: Type.Array(Type.String()),
  project: Nullable(Id),
})
export const CiTrustPage = Page(CiTrust)

/** GET /audit → Page(AuditRow); GET /audit/verify */
export const AuditRow = Type.Object({
  seq: Type.Integer(),
  at: Time,
  actor: Type.String(),
  /** How the account, token or trust is called now; empty when it is none of these. No part of the digest. */
  name: Type.Optional(Type.String()),
  action: Type.String(),
  object: Type.String(),
  detail: Type.Record(Type.String(), Type.Unknown()),
  digest: Type.String(),
})
export const AuditPage = Page(AuditRow)
export const AuditVerification = Type.Object({
  entries: Type.Integer(),
  whole: Type.Boolean(),
  brokenAt: Nullable(Type.Integer()),
  head: Type.String(),
})

export const Subscription = Type.Object({
  id: Id,
  kinds: Type.Array(Type.String()),
  minSeverity: Severity,
  project: Nullable(ProjectRef),
  package: Nullable(PackageRef),
  created: Time,
})
export const SubscriptionPage = Page(Subscription)
export const SubscriptionInput = Type.Object({
  kinds: Type.Array(Type.String(), { minItems: 1 }),
  minSeverity: Type.Optional(Severity),
  project: Type.Optional(Id),
  package: Type.Optional(Id),
})
export const Notification = Type.Object({
  id: Id,
  at: Time,
  kind: Type.String(),
  project: Nullable(ProjectRef),
  vulnerability: Nullable(Vulnerability),
  text: Type.String(),
  read: Nullable(Time),
})
export const NotificationPage = Page(Notification)
export const Webhook = Type.Object({
  id: Id,
  organisation: Type.String(),
  url: Type.String(),
  kinds: Type.Array(Type.String()),
  condition: Type.String(),
  enabled: Type.Boolean(),
  lastStatus: Nullable(Type.Integer()),
  failing: Type.Boolean(),
})
export const WebhookPage = Page(Webhook)
export const WebhookInput = Type.Object({
  organisation: Type.Optional(Type.String()),
  url: Type.String({ maxLength: 2000 }),
  kinds: Type.Array(Type.String(), { minItems: 1 }),
  condition: Type.Optional(Type.String({ maxLength: 2000 })),
  enabled: Type.Optional(Type.Boolean()),
})
export const Delivery = Type.Object({
  outbox: Id,
  state: Type.String(),
  attempts: Type.Integer(),
  status: Nullable(Type.Integer()),
  reason: Type.String(),
  at: Time,
})
export const DeliveryPage = Page(Delivery)

export const Source = Type.Object({
  id: Id,
  project: ProjectRef,
  kind: Type.Union([Type.Literal('git'), Type.Literal('folder')]),
  location: Type.String(),
  ref: Type.String(),
  everyMinutes: Type.Integer(),
  assess: Type.Boolean(),
  due: Time,
  attempted: Nullable(Time),
  reason: Type.String(),
  enabled: Type.Boolean(),
})
export const SourcePage = Page(Source)
export const SourceInput = Type.Object({
  project: Id,
  kind: Type.Union([Type.Literal('git'), Type.Literal('folder')]),
  location: Type.String({ maxLength: 2000 }),
  ref: Type.Optional(Type.String({ maxLength: 300 })),
  everyMinutes: Type.Optional(Type.Integer({ minimum: 5, maximum: 525_600 })),
  assess: Type.Optional(Type.Boolean()),
  enabled: Type.Optional(Type.Boolean()),
})

/** GET /system */
export const System = Type.Object({
  version: Type.String(),
  engine: Type.Union([Type.Literal('embedded'), Type.Literal('postgresql')]),
  /** In plain words: what a power cut may take. */
  durability: Type.String(),
  databaseBytes: Type.Integer(),
  schema: Type.Integer(),
  projects: Type.Integer(),
  memberships: Type.Integer(),
  /** What to do before the embedded database gets too full; empty when nothing. */
  advice: Type.String(),
  index: Type.Object({
    kind: Type.Union([Type.Literal('full'), Type.Literal('starter'), Type.Literal('none')]),
    modified: Type.String(),
    records: Type.Integer(),
    ageDays: Nullable(Type.Number()),
  }),
  queues: Type.Array(Type.Object({ name: Type.String(), waiting: Type.Integer(), running: Type.Integer(), failed: Type.Integer() })),
  backup: Type.Object({ last: Nullable(Time) }),
  uptimeSeconds: Type.Integer(),
})
export const FailedJob = Type.Object({ id: Type.String(), queue: Type.String(), reason: Type.String(), at: Time, attempts: Type.Integer() })
export const FailedJobPage = Page(FailedJob)
export const PAGE = Type.Object(PAGE_QUERY)
export const Done = Type.Object({ done: Type.Boolean() })

/** GET /sessions: where the caller is logged in. */
export const SessionRow = Type.Object({
  id: Type.String(),
  agent: Type.String(),
  created: Time,
  seen: Time,
  expires: Time,
  current: Type.Boolean(),
})
export const SessionPage = Page(SessionRow)
/** PATCH /session */
export const ProfileInput = Type.Object({
  name: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
  email: Type.Optional(Type.String({ maxLength: 200 })),
  locale: Type.Optional(Type.String({ maxLength: 20 })),
})
/** GET /passkeys */
export const Passkey = Type.Object({ id: Type.String(), name: Type.String(), created: Time, used: Nullable(Time) })
export const PasskeyPage = Page(Passkey)
/** POST /accounts, POST /accounts/:account/invitation: the token is good once, at `/setup`. */
export const AccountInput = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 100 }),
  email: Type.Optional(Type.String({ maxLength: 200 })),
  /** A first grant; who administers one organisation only must give one there. */
  role: Type.Optional(Type.String()),
  organisation: Type.Optional(Type.String()),
})
export const Invitation = Type.Object({ account: Id, token: Type.String(), expires: Time })
export const AccountPatch = Type.Object({ disabled: Type.Boolean() })
export const OrganisationInput = Type.Object({
  slug: Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,62}$' }),
  name: Type.String({ minLength: 1, maxLength: 200 }),
})
export const OrganisationPatch = Type.Object({ name: Type.String({ minLength: 1, maxLength: 200 }) })
export const TeamInput = Type.Object({
  organisation: Type.Optional(Type.String()),
  slug: Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,62}$' }),
  name: Type.String({ minLength: 1, maxLength: 200 }),
  parent: Type.Optional(Nullable(Id)),
})
export const TeamPatch = Type.Object({
  name: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
  parent: Type.Optional(Nullable(Id)),
})
/** What a CI job may be let do: nothing that is about people or the server. */
export const CiScope = Type.Union([
  Type.Literal('portfolio:read'),
  Type.Literal('upload:write'),
  Type.Literal('triage:write'),
  Type.Literal('project:write'),
  Type.Literal('policy:read'),
  Type.Literal('policy:write'),
])
export const CiTrustInput = Type.Object({
  organisation: Type.Optional(Type.String()),
  name: Type.String({ minLength: 1, maxLength: 100 }),
  issuer: Type.String({ maxLength: 2000 }),
  audience: Type.String({ minLength: 1, maxLength: 500 }),
  /** CEL over `claims`; true lets in. */
  condition: Type.String({ minLength: 1, maxLength: 2000 }),
  scopes: Type.Array(Type.String(), { minItems: 1 }),
  project: Type.Optional(Nullable(Id)),
})
/** POST /webhooks: the only time the secret is shown. It signs each delivery (`x-cupel-signature`). */
export const WebhookCreated = Type.Object({ ...Webhook.properties, secret: Type.String() })
export const WebhookPatch = Type.Partial(Type.Omit(WebhookInput, ['organisation']))
export const SourcePatch = Type.Partial(Type.Omit(SourceInput, ['project', 'kind']))
export const AuditQuery = Type.Object({
  ...PAGE_QUERY,
  actor: Type.Optional(Type.String({ maxLength: 200 })),
  action: Type.Optional(Type.String({ maxLength: 200 })),
  object: Type.Optional(Type.String({ maxLength: 200 })),
})
export const Grant = Type.Object({
  id: Id,
  account: Id,
  role: Type.String(),
  organisation: Nullable(Type.String()),
  team: Nullable(Type.String()),
  project: Nullable(Type.String()),
})
