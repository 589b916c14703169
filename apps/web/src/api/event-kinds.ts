/** What the server tells about: the names of its outbox. */
export const EVENT_KINDS = [
  'finding.opened',
  'finding.closed',
  'vulnerability.exploited',
  'policy.changed',
  'snapshot.changed',
  'assessment.changed',
  'upload.failed',
] as const
