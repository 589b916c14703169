import { defineMigration } from '../migration.ts'

/**
 * The first schema. What shapes it: a component is stored once, a set of components once, and a finding never: it is the join of
 * `match` with the sets that contain the version and the projects whose snapshot is that set.
 */
export default defineMigration({
  version: 1,
  name: 'foundation',
  sql: `
CREATE TABLE setting (key text PRIMARY KEY, value jsonb NOT NULL);

-- Who: organisations, teams, projects, people.
CREATE TABLE organisation (
  id int4 GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  slug text NOT NULL UNIQUE,
  name text NOT NULL,
  created_at timestamptz NOT NULL
);
CREATE TABLE team (
  id int4 GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  org_id int4 NOT NULL REFERENCES organisation ON DELETE CASCADE,
  parent_id int4 REFERENCES team ON DELETE CASCADE,
  slug text NOT NULL,
  name text NOT NULL,
  UNIQUE (org_id, slug)
);
CREATE TABLE project (
  id int4 GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  org_id int4 NOT NULL REFERENCES organisation ON DELETE CASCADE,
  team_id int4 REFERENCES team ON DELETE SET NULL,
  slug text NOT NULL,
  name text NOT NULL,
  description text NOT NULL DEFAULT '',
  repository text NOT NULL DEFAULT '',
  exposure text NOT NULL DEFAULT 'unknown' CHECK (exposure IN ('internet', 'internal', 'none', 'unknown')),
  tags text[] NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL,
  archived_at timestamptz,
  version int4 NOT NULL DEFAULT 1,
  UNIQUE (org_id, slug)
);
CREATE INDEX project_name ON project (lower(name), id);
CREATE INDEX project_team ON project (team_id);

CREATE TABLE account (
  id int4 GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text NOT NULL,
  email text NOT NULL DEFAULT '',
  -- OIDC identity; both empty for accounts that log in by passkey only.
  issuer text NOT NULL DEFAULT '',
  subject text NOT NULL DEFAULT '',
  locale text NOT NULL DEFAULT '',
  settings jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL,
  disabled_at timestamptz
);
CREATE UNIQUE INDEX account_identity ON account (issuer, subject) WHERE subject <> '';
CREATE TABLE passkey (
  id text PRIMARY KEY,
  account_id int4 NOT NULL REFERENCES account ON DELETE CASCADE,
  public_key bytea NOT NULL,
  counter int8 NOT NULL,
  transports text[] NOT NULL DEFAULT '{}',
  name text NOT NULL,
  created_at timestamptz NOT NULL,
  used_at timestamptz
);
-- A grant without team and project is for the whole organisation; without organisation, for the whole server.
CREATE TABLE role_grant (
  id int4 GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  account_id int4 NOT NULL REFERENCES account ON DELETE CASCADE,
  role text NOT NULL CHECK (role IN ('viewer', 'triager', 'maintainer', 'policy-author', 'coordinator', 'auditor', 'admin')),
  org_id int4 REFERENCES organisation ON DELETE CASCADE,
  team_id int4 REFERENCES team ON DELETE CASCADE,
  project_id int4 REFERENCES project ON DELETE CASCADE,
  created_at timestamptz NOT NULL
);
CREATE INDEX role_grant_account ON role_grant (account_id);
CREATE TABLE session (
  -- SHA-256 of the cookie's value.
  digest bytea PRIMARY KEY,
  account_id int4 NOT NULL REFERENCES account ON DELETE CASCADE,
  csrf text NOT NULL,
  created_at timestamptz NOT NULL,
  seen_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  agent text NOT NULL DEFAULT ''
);
CREATE TABLE api_token (
  id int4 GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  digest bytea NOT NULL UNIQUE,
  -- First letters, to recognise a token in a list; never enough to use it.
  prefix text NOT NULL,
  name text NOT NULL,
  account_id int4 REFERENCES account ON DELETE CASCADE,
  scopes text[] NOT NULL,
  org_id int4 REFERENCES organisation ON DELETE CASCADE,
  project_id int4 REFERENCES project ON DELETE CASCADE,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at timestamptz,
  revoked_at timestamptz
);
-- Which CI identities may exchange their OIDC token for a short-lived one of ours.
CREATE TABLE ci_trust (
  id int4 GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  org_id int4 NOT NULL REFERENCES organisation ON DELETE CASCADE,
  name text NOT NULL,
  issuer text NOT NULL,
  audience text NOT NULL,
  -- CEL over the claims; true lets in.
  condition text NOT NULL,
  scopes text[] NOT NULL,
  project_id int4 REFERENCES project ON DELETE CASCADE,
  created_at timestamptz NOT NULL
);
-- What may happen once: the first-start token, steps of a log-in, tokens of a CI that were exchanged.
CREATE TABLE one_time (
  digest bytea PRIMARY KEY,
  kind text NOT NULL,
  state jsonb NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX one_time_end ON one_time (expires_at);
CREATE TABLE audit (
  seq int8 PRIMARY KEY,
  at timestamptz NOT NULL,
  actor text NOT NULL,
  action text NOT NULL,
  object text NOT NULL,
  org_id int4,
  detail jsonb NOT NULL,
  previous bytea NOT NULL,
  digest bytea NOT NULL
);

-- What: packages, versions, sets of versions.
-- The name that advisories use.
CREATE TABLE subject (
  id int4 GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  ecosystem text NOT NULL,
  name text NOT NULL,
  -- Whether there was advisory data for its ecosystem, and of all that the public data said of it.
  covered boolean NOT NULL DEFAULT false,
  digest bytea,
  UNIQUE (ecosystem, name)
);
CREATE INDEX subject_name ON subject (name);
CREATE INDEX subject_uncovered ON subject (ecosystem) WHERE NOT covered;
-- The name that people use: purl without version, qualifiers and subpath.
CREATE TABLE package (
  id int4 GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  purl text NOT NULL UNIQUE,
  ecosystem text NOT NULL,
  name text NOT NULL
);
CREATE INDEX package_name ON package (lower(name) text_pattern_ops);
CREATE INDEX package_by_name ON package (lower(name), id);
CREATE INDEX package_bare_name ON package (lower(regexp_replace(name, '^.*[/:]', '')) text_pattern_ops);
-- The words of a name, to be found by how one of them begins.
CREATE INDEX package_words ON package USING gin (to_tsvector('simple', regexp_replace(lower(name), '[^a-z0-9]+', ' ', 'g'))) WITH (gin_pending_list_limit = 512);
CREATE TABLE package_version (
  id int4 GENERATED ALWAYS AS IDENTITY,
  package_id int4 NOT NULL REFERENCES package,
  purl text NOT NULL,
  -- What a document says that advisories call it, where its purl does not say so itself: documents that differ in it have versions of their own.
  stated text NOT NULL DEFAULT '',
  version text NOT NULL,
  -- null: OSV has no ecosystem for it, so no advisory data can be asked.
  subject_id int4 REFERENCES subject,
  -- Version of the subject (a source package has its own), and its order-preserving key; null: asked one by one in code.
  subject_version text NOT NULL,
  vkey bytea,
  licences text[] NOT NULL DEFAULT '{}',
  -- A number for the hashes that a document told of it last (0: none did): these and all that were told before are in \`version_hash\`.
  hash_key int8 NOT NULL DEFAULT 0,
  -- asked, no-data, no-version, no-ecosystem, not-understood: everything but asked is "unknown", never "not affected".
  asked text NOT NULL,
  first_seen timestamptz NOT NULL,
  -- Of thousands at once nothing but their package is asked; with it the index is no larger.
  PRIMARY KEY (id) INCLUDE (package_id),
  UNIQUE (purl, stated)
);
-- A later revision of the keys takes a step that writes them anew, and says so here.
COMMENT ON COLUMN package_version.vkey IS 'version keys of revision 2';
CREATE INDEX package_version_range ON package_version (subject_id, vkey) INCLUDE (id);
CREATE INDEX package_version_package ON package_version (package_id);
-- Of the versions of a set, those that count as unmatched: they are few, the others are found without a look at their rows.
CREATE INDEX package_version_unasked ON package_version (id) WHERE asked <> 'asked';
CREATE TABLE version_hash (
  value text NOT NULL,
  algorithm text NOT NULL,
  version_id int4 NOT NULL REFERENCES package_version,
  PRIMARY KEY (value, algorithm, version_id)
);
CREATE INDEX version_hash_version ON version_hash (version_id);
CREATE TABLE component_set (
  id int4 GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- SHA-256 over the sorted purls, each with what is stated of it.
  digest bytea NOT NULL UNIQUE,
  -- Sorted package_version ids.
  members int4[] NOT NULL,
  -- null: it may be somebody's picture of now. Else nobody has it any more, and these of its members have, or had until then, matches.
  matched int4[]
);
ALTER TABLE component_set ALTER COLUMN members SET STORAGE EXTERNAL;
CREATE INDEX component_set_live ON component_set (id) WHERE matched IS NULL;
-- The numbers of each set, apart from its members and with room on the pages: an advisory changes those of thousands.
CREATE TABLE set_count (
  set_id int4 PRIMARY KEY REFERENCES component_set,
  n int4 NOT NULL,
  unmatched int4 NOT NULL,
  -- Open public matches (no private advisory's) by severity, without any project's triage; kept by whoever changes \`match\`.
  critical int4 NOT NULL DEFAULT 0,
  high int4 NOT NULL DEFAULT 0,
  medium int4 NOT NULL DEFAULT 0,
  low int4 NOT NULL DEFAULT 0,
  unknown int4 NOT NULL DEFAULT 0,
  malware int4 NOT NULL DEFAULT 0
) WITH (fillfactor = 50);
-- Every look-up reads the list of what is not in the tree yet, whole: it stays at 256 KB, some forty sets, which one insert merges.
CREATE INDEX component_set_members ON component_set USING gin (members) WITH (fastupdate = on, gin_pending_list_limit = 256)
  WHERE matched IS NULL;
-- Of sets that nobody has any more, apart: what is asked about now costs the same after years.
CREATE INDEX component_set_past ON component_set USING gin (members) WITH (fastupdate = on, gin_pending_list_limit = 256)
  WHERE matched IS NOT NULL;
-- Graphs, scopes, places: what a project's document says beyond its set. Encoded and deflated; content-addressed.
CREATE TABLE set_detail (
  id int4 GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  digest bytea NOT NULL UNIQUE,
  body bytea NOT NULL
);
CREATE TABLE document (
  id int4 GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  digest bytea NOT NULL UNIQUE,
  size int8 NOT NULL,
  -- Deflated; null when it was let go after its time.
  body bytea,
  received_at timestamptz NOT NULL
);
CREATE TABLE snapshot (
  id int8 GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  project_id int4 NOT NULL REFERENCES project ON DELETE CASCADE,
  set_id int4 NOT NULL REFERENCES component_set,
  detail_id int4 NOT NULL REFERENCES set_detail,
  document_id int4 REFERENCES document,
  -- The picture holds from \`since\` up to, without, \`until\`; null: now.
  since timestamptz NOT NULL,
  until timestamptz,
  origin text NOT NULL,
  tool text NOT NULL DEFAULT '',
  problems jsonb NOT NULL DEFAULT '[]',
  incomplete boolean NOT NULL
);
CREATE UNIQUE INDEX snapshot_now ON snapshot (project_id) WHERE until IS NULL;
CREATE INDEX snapshot_set_now ON snapshot (set_id) INCLUDE (project_id) WHERE until IS NULL;
CREATE INDEX snapshot_history ON snapshot (project_id, since);
CREATE INDEX snapshot_set_history ON snapshot (set_id, since);
CREATE TABLE upload (
  id int8 GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  project_id int4 NOT NULL REFERENCES project ON DELETE CASCADE,
  document_id int4 NOT NULL REFERENCES document,
  kind text NOT NULL,
  name text NOT NULL DEFAULT '',
  origin text NOT NULL,
  state text NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed')),
  problems jsonb NOT NULL DEFAULT '[]',
  result jsonb NOT NULL DEFAULT '{}',
  created_by text NOT NULL,
  -- Whoever sent it may decide about findings: VEX of others is not applied.
  decides boolean NOT NULL,
  created_at timestamptz NOT NULL,
  finished_at timestamptz
);
CREATE INDEX upload_project ON upload (project_id, id);
CREATE INDEX upload_document ON upload (document_id);
CREATE TABLE idempotency (
  actor text NOT NULL,
  key text NOT NULL,
  request bytea NOT NULL,
  status int4 NOT NULL,
  body jsonb NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (actor, key)
);

-- What is wrong: advisories about packages that somebody here has, and private ones.
-- One problem under all its names; facts are merged as the scan merges them.
CREATE TABLE vulnerability (
  id int4 GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  shown text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('vulnerability', 'malware')),
  summary text NOT NULL,
  severity text NOT NULL CHECK (severity IN ('critical', 'high', 'medium', 'low', 'none', 'unknown')),
  cvss real,
  ratings jsonb NOT NULL DEFAULT '[]',
  cwes text[] NOT NULL DEFAULT '{}',
  epss real,
  epss_percentile real,
  kev_added date,
  kev_due date,
  kev_ransomware boolean NOT NULL DEFAULT false,
  published timestamptz,
  modified timestamptz,
  -- false: every record of it was withdrawn.
  live boolean NOT NULL,
  -- Set when it was joined to another: the row stays so that links do.
  merged_into int4 REFERENCES vulnerability,
  -- The orders in which lists walk; malware stands above every severity.
  severity_rank int2 NOT NULL GENERATED ALWAYS AS (
    CASE WHEN kind = 'malware' THEN 6 WHEN severity = 'critical' THEN 5 WHEN severity = 'high' THEN 4 WHEN severity = 'medium' THEN 3
      WHEN severity = 'low' THEN 2 WHEN severity = 'unknown' THEN 1 ELSE 0 END) STORED,
  epss_key real NOT NULL GENERATED ALWAYS AS (coalesce(epss, -1)) STORED,
  -- Days since 1970.
  kev_key int4 NOT NULL GENERATED ALWAYS AS (coalesce(kev_added - date '1970-01-01', -1)) STORED
);
CREATE INDEX vulnerability_by_severity ON vulnerability (severity_rank DESC, epss_key DESC, id DESC);
CREATE INDEX vulnerability_by_epss ON vulnerability (epss_key DESC, id DESC);
CREATE INDEX vulnerability_by_kev ON vulnerability (kev_key DESC, severity_rank DESC, id DESC);
CREATE INDEX vulnerability_by_published ON vulnerability ((coalesce(published, '-infinity'::timestamptz)) DESC, id DESC);
CREATE INDEX vulnerability_kev ON vulnerability (kev_added) WHERE kev_added IS NOT NULL;
CREATE TABLE alias (
  alias text PRIMARY KEY,
  vulnerability_id int4 NOT NULL REFERENCES vulnerability
);
CREATE INDEX alias_vulnerability ON alias (vulnerability_id);
CREATE INDEX alias_prefix ON alias (upper(alias) text_pattern_ops);
CREATE TABLE advisory (
  id int4 GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  osv_id text NOT NULL,
  -- null: from the public data; else private to this organisation.
  org_id int4 REFERENCES organisation ON DELETE CASCADE,
  vulnerability_id int4 NOT NULL REFERENCES vulnerability,
  kind text NOT NULL,
  summary text NOT NULL,
  severity text NOT NULL,
  published timestamptz,
  modified timestamptz NOT NULL,
  withdrawn timestamptz,
  -- { affected, cvss, cwes, aliases, upstream, ecosystem }
  facts jsonb NOT NULL,
  digest bytea NOT NULL
);
CREATE UNIQUE INDEX advisory_osv ON advisory (osv_id, coalesce(org_id, 0));
CREATE INDEX advisory_vulnerability ON advisory (vulnerability_id);
CREATE INDEX advisory_private ON advisory (org_id, osv_id) WHERE org_id IS NOT NULL;
-- What a posted record names, also packages that nobody here has yet: OSV ecosystem without release, then the look-up key.
CREATE TABLE advisory_stated (
  key text NOT NULL,
  advisory_id int4 NOT NULL REFERENCES advisory ON DELETE CASCADE,
  parts jsonb NOT NULL,
  PRIMARY KEY (key, advisory_id)
);
COMMENT ON COLUMN advisory_stated.key IS 'package keys of revision 2';
CREATE INDEX advisory_stated_advisory ON advisory_stated (advisory_id);
CREATE TABLE advisory_range (
  advisory_id int4 NOT NULL REFERENCES advisory ON DELETE CASCADE,
  subject_id int4 NOT NULL REFERENCES subject,
  -- Span of version keys; null is unbounded. \`kind\` text: exact version texts in \`versions\`; code: no span can say it, evaluate.
  kind text NOT NULL CHECK (kind IN ('span', 'text', 'code')),
  lo bytea,
  lo_open boolean NOT NULL DEFAULT false,
  hi bytea,
  hi_open boolean NOT NULL DEFAULT false,
  versions text[]
);
CREATE INDEX advisory_range_subject ON advisory_range (subject_id, lo);
CREATE INDEX advisory_range_advisory ON advisory_range (advisory_id);
CREATE INDEX advisory_range_code ON advisory_range (subject_id) WHERE kind = 'code';
CREATE INDEX package_version_keyless ON package_version (subject_id) WHERE vkey IS NULL;
-- The only join that is kept: this version has this problem, from \`since\` (in our knowledge) up to \`until\`.
CREATE TABLE match (
  vulnerability_id int4 NOT NULL REFERENCES vulnerability,
  version_id int4 NOT NULL REFERENCES package_version,
  since timestamptz NOT NULL,
  until timestamptz,
  -- null: known to all; else known through a private advisory of this organisation only.
  org_id int4,
  -- What those of the problem's records say together that mean this version, where all of its records say something else; null: the same.
  kind text,
  severity text,
  cvss real,
  severity_rank int2 GENERATED ALWAYS AS (
    CASE WHEN severity IS NULL THEN NULL WHEN kind = 'malware' THEN 6 WHEN severity = 'critical' THEN 5 WHEN severity = 'high' THEN 4
      WHEN severity = 'medium' THEN 3 WHEN severity = 'low' THEN 2 WHEN severity = 'unknown' THEN 1 ELSE 0 END) STORED,
  PRIMARY KEY (vulnerability_id, version_id, since)
);
CREATE INDEX match_odd ON match (vulnerability_id, severity_rank) WHERE severity IS NOT NULL;
CREATE INDEX match_version_now ON match (version_id) INCLUDE (vulnerability_id) WHERE until IS NULL;
CREATE INDEX match_vulnerability_now ON match (vulnerability_id) INCLUDE (version_id) WHERE until IS NULL;
CREATE INDEX match_version ON match (version_id);
CREATE INDEX match_private ON match (org_id) WHERE org_id IS NOT NULL;
CREATE TABLE vulnerability_change (
  id int8 GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  vulnerability_id int4 NOT NULL REFERENCES vulnerability,
  at timestamptz NOT NULL,
  -- published, changed, withdrawn, exploited, epss: with the values before and after.
  kind text NOT NULL,
  detail jsonb NOT NULL
);
CREATE INDEX vulnerability_change_of ON vulnerability_change (vulnerability_id, at);
-- Triage is VEX, sparse: the newest statement that fits a finding most closely decides.
CREATE TABLE triage (
  id int4 GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  org_id int4 NOT NULL REFERENCES organisation ON DELETE CASCADE,
  -- null: every project of the organisation.
  project_id int4 REFERENCES project ON DELETE CASCADE,
  vulnerability_id int4 NOT NULL REFERENCES vulnerability,
  -- null: every component; package: every version of it.
  package_id int4 REFERENCES package,
  version_id int4 REFERENCES package_version,
  status text NOT NULL CHECK (status IN ('affected', 'not-affected', 'fixed', 'under-investigation', 'accepted')),
  justification text NOT NULL DEFAULT '',
  statement text NOT NULL DEFAULT '',
  author text NOT NULL,
  source text NOT NULL,
  since timestamptz NOT NULL,
  until timestamptz,
  expires_at timestamptz,
  version int4 NOT NULL DEFAULT 1
);
CREATE INDEX triage_vulnerability ON triage (vulnerability_id) WHERE until IS NULL;
CREATE INDEX triage_project ON triage (project_id) WHERE until IS NULL;

-- Standings: numbers that would need every membership, counted ahead. They are of the pictures in \`counted_picture\`, which a job brings
-- up to those of now, so writing a picture costs nothing for them and whatever was missed is found by comparing.
CREATE TABLE standing (
  id int4 PRIMARY KEY CHECK (id = 1),
  -- All that was so by then is counted; null: not everything is yet.
  as_of timestamptz,
  -- Statements of triage that had expired by then are known to have.
  judged_at timestamptz NOT NULL,
  projects int4 NOT NULL,
  -- From so many projects on, of all organisations, a package is wide: how many have each of its versions is kept.
  wide int4 NOT NULL,
  -- Raised whenever a number changes.
  folded int8 NOT NULL
);
CREATE TABLE counted_picture (
  project_id int4 PRIMARY KEY,
  org_id int4 NOT NULL REFERENCES organisation ON DELETE CASCADE,
  set_id int4 NOT NULL REFERENCES component_set
);
CREATE INDEX counted_picture_set ON counted_picture (set_id) INCLUDE (project_id, org_id);
-- How many projects have each package: 256 numbers of four bytes a row, by id, as every few pictures together touch most of them.
CREATE TABLE package_use (
  org_id int4 NOT NULL REFERENCES organisation ON DELETE CASCADE,
  block int4 NOT NULL,
  counts bytea NOT NULL,
  PRIMARY KEY (org_id, block)
) WITH (fillfactor = 60);
CREATE INDEX package_use_block ON package_use (block);
ALTER TABLE package_use ALTER COLUMN counts SET STORAGE PLAIN;
-- How many have each version of wide packages; those of others are counted when somebody asks.
CREATE TABLE version_use (
  version_id int4 NOT NULL,
  org_id int4 NOT NULL REFERENCES organisation ON DELETE CASCADE,
  projects int4 NOT NULL,
  PRIMARY KEY (version_id, org_id)
) WITH (fillfactor = 90);
-- Open findings by problem and version: in how many projects.
CREATE TABLE finding_count (
  vulnerability_id int4 NOT NULL,
  version_id int4 NOT NULL,
  org_id int4 NOT NULL REFERENCES organisation ON DELETE CASCADE,
  projects int4 NOT NULL,
  PRIMARY KEY (vulnerability_id, version_id, org_id)
) WITH (fillfactor = 90);
CREATE TABLE problem_count (
  org_id int4 NOT NULL REFERENCES organisation ON DELETE CASCADE,
  vulnerability_id int4 NOT NULL,
  projects int4 NOT NULL,
  first_seen timestamptz NOT NULL,
  PRIMARY KEY (vulnerability_id, org_id)
) WITH (fillfactor = 90);
-- Problems whose matches or triage changed, to be counted anew. Only ever added to by writers: who finds an entry there could not know
-- whether it is being taken away.
CREATE TABLE recount (
  id int8 GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  vulnerability_id int4 NOT NULL
);
CREATE INDEX recount_vulnerability ON recount (vulnerability_id);

-- Evidence beyond components.
CREATE TABLE assessment (
  id int8 GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- Repository as assessed, and the project it was uploaded for (null: of a component's repository).
  repository text NOT NULL,
  project_id int4 REFERENCES project ON DELETE CASCADE,
  document_id int4 REFERENCES document,
  commit text NOT NULL DEFAULT '',
  score real,
  summary jsonb NOT NULL,
  since timestamptz NOT NULL,
  until timestamptz,
  attempted_at timestamptz NOT NULL
);
CREATE INDEX assessment_repository ON assessment (repository, since);
CREATE INDEX assessment_project ON assessment (project_id, since);
CREATE TABLE package_repository (
  package_id int4 NOT NULL REFERENCES package,
  repository text NOT NULL,
  source text NOT NULL,
  PRIMARY KEY (package_id, repository)
);
-- Whom an organisation trusts to vouch, each text until the next.
CREATE TABLE trust_policy (
  id int4 GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  org_id int4 NOT NULL REFERENCES organisation ON DELETE CASCADE,
  -- Of the organisation, from 1.
  version int4 NOT NULL,
  -- null: the one before was taken away, and nobody is trusted.
  body text,
  digest text NOT NULL,
  created_by text NOT NULL,
  since timestamptz NOT NULL,
  until timestamptz,
  -- The round in which what is kept is verified by it: by which Sigstore root, since when, how far it came, whether it came to its end.
  root text NOT NULL DEFAULT '',
  round_since timestamptz NOT NULL,
  round_project int4 NOT NULL DEFAULT 0,
  round_document int4 NOT NULL DEFAULT 0,
  round_done boolean NOT NULL DEFAULT false,
  UNIQUE (org_id, version)
);
CREATE UNIQUE INDEX trust_policy_now ON trust_policy (org_id) WHERE until IS NULL;
-- One subject of one statement of a document. What is thought of it stands in its verdicts.
CREATE TABLE attestation (
  id int8 GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  project_id int4 NOT NULL REFERENCES project ON DELETE CASCADE,
  document_id int4 NOT NULL REFERENCES document,
  -- Its place in the document, both from 0.
  statement int4 NOT NULL,
  subject int4 NOT NULL,
  subject_name text NOT NULL,
  subject_digest text NOT NULL,
  predicate_type text NOT NULL,
  signed boolean NOT NULL,
  received_at timestamptz NOT NULL,
  UNIQUE (project_id, document_id, statement, subject)
);
CREATE INDEX attestation_project ON attestation (project_id, id);
CREATE TABLE attestation_verdict (
  attestation_id int8 NOT NULL REFERENCES attestation ON DELETE CASCADE,
  since timestamptz NOT NULL,
  until timestamptz,
  outcome text NOT NULL CHECK (outcome IN ('verified', 'unverified', 'refused')),
  -- { reason, signer }
  detail jsonb NOT NULL,
  -- By which it was reached; null: the organisation had none yet. One that is not of the organisation's policy of that moment counts for nothing.
  policy_id int4 REFERENCES trust_policy,
  PRIMARY KEY (attestation_id, since)
);
CREATE UNIQUE INDEX attestation_verdict_now ON attestation_verdict (attestation_id) WHERE until IS NULL;
CREATE INDEX attestation_subject ON attestation (subject_digest);

-- Policy.
CREATE TABLE policy_pack (
  id int4 GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  org_id int4 NOT NULL REFERENCES organisation ON DELETE CASCADE,
  pack text NOT NULL,
  version text NOT NULL,
  digest text NOT NULL,
  title text NOT NULL,
  -- [{ id, title, subject, severity, remediation, mappings }] of the rules that are on.
  rules jsonb NOT NULL,
  body text NOT NULL,
  overlay text NOT NULL DEFAULT '',
  origin text NOT NULL,
  enabled boolean NOT NULL DEFAULT true,
  created_by text NOT NULL,
  since timestamptz NOT NULL,
  until timestamptz
);
CREATE UNIQUE INDEX policy_pack_now ON policy_pack (org_id, pack) WHERE until IS NULL;
CREATE TABLE policy_result (
  id int8 GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  project_id int4 NOT NULL REFERENCES project ON DELETE CASCADE,
  pack_id int4 NOT NULL REFERENCES policy_pack ON DELETE CASCADE,
  rule text NOT NULL,
  outcome text NOT NULL CHECK (outcome IN ('pass', 'fail', 'unknown', 'not-applicable')),
  severity text NOT NULL,
  counts jsonb NOT NULL,
  evidence jsonb NOT NULL,
  since timestamptz NOT NULL,
  until timestamptz,
  -- The outcome is the same since then; a row also ends when only its counts or its evidence change.
  outcome_since timestamptz NOT NULL
);
CREATE UNIQUE INDEX policy_result_now ON policy_result (project_id, pack_id, rule) WHERE until IS NULL;
CREATE INDEX policy_result_history ON policy_result (project_id, since);
CREATE INDEX policy_result_pack ON policy_result (pack_id, rule, outcome) WHERE until IS NULL;
-- Projects whose packs are to be asked again, and when: what changed, or what will have expired.
CREATE TABLE policy_due (
  project_id int4 PRIMARY KEY REFERENCES project ON DELETE CASCADE,
  due_at timestamptz NOT NULL,
  -- Raised by every change; \`evaluated\` is what it was when the evidence behind the present results was read.
  touched int8 NOT NULL DEFAULT 1,
  evaluated int8 NOT NULL DEFAULT 0
);
CREATE INDEX policy_due_at ON policy_due (due_at);
CREATE TABLE policy_exception (
  id int4 GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  org_id int4 NOT NULL REFERENCES organisation ON DELETE CASCADE,
  project_id int4 REFERENCES project ON DELETE CASCADE,
  pack text NOT NULL,
  rule text NOT NULL,
  selector text NOT NULL DEFAULT '',
  owner text NOT NULL,
  reason text NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  ended_at timestamptz
);

-- News.
CREATE TABLE outbox (
  id int8 GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz NOT NULL,
  -- finding.opened, finding.closed, vulnerability.exploited, snapshot.changed, upload.failed, policy.changed, assessment.changed …
  kind text NOT NULL,
  org_id int4 NOT NULL,
  project_id int4,
  vulnerability_id int4,
  payload jsonb NOT NULL,
  -- The same cause never writes twice; null: it is new by itself, as a match that has just begun or ended.
  cause text,
  -- Whether those who wished to hear of it were told.
  told boolean NOT NULL DEFAULT false,
  -- Who reads in the order of (xact, id) below the oldest running transaction misses nothing; ids alone become visible in any order.
  xact xid8 NOT NULL DEFAULT pg_current_xact_id()
);
CREATE INDEX outbox_closed ON outbox (at) WHERE kind = 'finding.closed';
CREATE INDEX outbox_closed_of ON outbox (project_id, at) WHERE kind = 'finding.closed';
CREATE UNIQUE INDEX outbox_cause ON outbox (cause) WHERE cause IS NOT NULL;
-- News come by thousands, and whoever brings them waits: their places among those of the project and of the time they get when they are told.
-- So who asks for a project's, for those of a time, or for all in order, asks for both kinds.
CREATE INDEX outbox_untold ON outbox (xact, id) WHERE NOT told;
CREATE INDEX outbox_told ON outbox (xact, id) WHERE told;
-- Without the id: the entries of a project then stand together in a few bytes each, and news of thousands touch a tenth of the pages.
CREATE INDEX outbox_project ON outbox (project_id) WHERE told;
CREATE INDEX outbox_at ON outbox (at) INCLUDE (kind, project_id) WHERE told;
-- News of one problem to many projects of an organisation, in one row until they are told: whoever brings them waits, and a row for each
-- costs ten times as much. Whoever tells them makes rows of the outbox of them, under the same ids; until then readers take them apart.
CREATE TABLE outbox_batch (
  -- The smallest of \`ids\`.
  id int8 PRIMARY KEY,
  at timestamptz NOT NULL,
  kind text NOT NULL,
  org_id int4 NOT NULL,
  vulnerability_id int4 NOT NULL,
  -- One piece of news each: its id, out of the sequence of the outbox; its project; the place of its payload, from 1.
  ids int8[] NOT NULL,
  projects int4[] NOT NULL,
  places int4[] NOT NULL,
  payloads jsonb NOT NULL,
  xact xid8 NOT NULL DEFAULT pg_current_xact_id()
);
ALTER TABLE outbox_batch ALTER COLUMN ids SET STORAGE EXTERNAL, ALTER COLUMN projects SET STORAGE EXTERNAL;
CREATE TABLE subscription (
  id int4 GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  account_id int4 NOT NULL REFERENCES account ON DELETE CASCADE,
  org_id int4 REFERENCES organisation ON DELETE CASCADE,
  project_id int4 REFERENCES project ON DELETE CASCADE,
  package_id int4 REFERENCES package,
  kinds text[] NOT NULL,
  min_severity text NOT NULL DEFAULT 'unknown',
  created_at timestamptz NOT NULL
);
CREATE TABLE notification (
  id int8 GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  account_id int4 NOT NULL REFERENCES account ON DELETE CASCADE,
  outbox_id int8 NOT NULL REFERENCES outbox ON DELETE CASCADE,
  -- How many events it stands for: of one problem in many projects one message is enough.
  events int4 NOT NULL DEFAULT 1,
  read_at timestamptz,
  UNIQUE (account_id, outbox_id)
);
CREATE TABLE webhook (
  id int4 GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  org_id int4 NOT NULL REFERENCES organisation ON DELETE CASCADE,
  url text NOT NULL,
  secret text NOT NULL,
  kinds text[] NOT NULL,
  -- CEL over the event; empty lets all through.
  condition text NOT NULL DEFAULT '',
  enabled boolean NOT NULL DEFAULT true,
  created_at timestamptz NOT NULL
);
CREATE TABLE delivery (
  webhook_id int4 NOT NULL REFERENCES webhook ON DELETE CASCADE,
  outbox_id int8 NOT NULL REFERENCES outbox ON DELETE CASCADE,
  state text NOT NULL CHECK (state IN ('queued', 'sent', 'failed')),
  attempts int4 NOT NULL DEFAULT 0,
  status int4,
  reason text NOT NULL DEFAULT '',
  at timestamptz NOT NULL,
  PRIMARY KEY (webhook_id, outbox_id)
);

-- What keeps itself up to date.
CREATE TABLE source (
  id int4 GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  project_id int4 NOT NULL REFERENCES project ON DELETE CASCADE,
  kind text NOT NULL CHECK (kind IN ('git', 'folder')),
  location text NOT NULL,
  ref text NOT NULL DEFAULT '',
  every_minutes int4 NOT NULL,
  assess boolean NOT NULL DEFAULT false,
  due_at timestamptz NOT NULL,
  attempted_at timestamptz,
  -- Commit or digest that was read last: unchanged is skipped.
  state text NOT NULL DEFAULT '',
  failures int4 NOT NULL DEFAULT 0,
  reason text NOT NULL DEFAULT '',
  enabled boolean NOT NULL DEFAULT true
);
CREATE INDEX source_due ON source (due_at) WHERE enabled;
`,
})
