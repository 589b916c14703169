/**
 * Everything known about one project, gathered before any probe runs. Gathering may wait (git, a forge); what is here is plain
 * data or a lazy pure reading of it, so that probes stay pure and the same facts give the same answers. No clock: `asOf` is
 * given by the caller.
 */
export interface Facts {
  /** Moment of the assessment, RFC 3339 in UTC; ages are counted from here. */
  readonly asOf: string
}
