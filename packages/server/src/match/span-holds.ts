/** SQL: whether the span of range `r` holds the key of version `pv`. The lower bound is written so that it is looked up in the index. */
export const SPAN_HOLDS = `r.kind = 'span' AND pv.subject_id = r.subject_id AND pv.vkey IS NOT NULL
  AND pv.vkey >= coalesce(r.lo, ''::bytea) AND (r.hi IS NULL OR pv.vkey <= r.hi)
  AND NOT (r.lo_open AND r.lo IS NOT NULL AND pv.vkey = r.lo) AND NOT (r.hi_open AND r.hi IS NOT NULL AND pv.vkey = r.hi)`
