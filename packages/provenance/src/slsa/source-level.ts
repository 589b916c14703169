/** What a checkout and its history show about how changes get in. `undefined`: not looked at, which never counts as good. */
export interface SourceEvidence {
  /** The history from the start named on was never rewritten: logs of references or signed tips show it. */
  readonly continuous?: boolean
  /** Every revision on the branch is signed by somebody the policy names. */
  readonly allSigned?: boolean
  /** Every change has a second person in its signed record. */
  readonly allReviewed?: boolean
  /** A verified summary by the forge; what it states counts as stated there. */
  readonly forgeLevel?: 1 | 2 | 3 | 4
}

export interface SourceLevel {
  readonly level: 0 | 1 | 2 | 3 | 4
  /** Why it is this level and what is missing for the next. */
  readonly reasons: readonly string[]
}

/**
 * SLSA source level (SLSA 1.2, "Source track"): 1 version controlled, 2 history kept and changes attributed, 3 and 4 controls that only
 * the forge can see. From a checkout alone nothing above level 2 can be shown, however good it looks.
 */
export function deriveSourceLevel(evidence: SourceEvidence): SourceLevel {
  const { continuous, allSigned, allReviewed, forgeLevel } = evidence
  if (forgeLevel !== undefined && forgeLevel > 2) {
    return { level: forgeLevel, reasons: [`the forge states level ${forgeLevel} in a verified summary`] }
  }
  const reasons = ['the source is version controlled (level 1)']
  if (continuous !== true) reasons.push(continuous === false ? 'the history was rewritten' : 'nothing shows that the history was kept')
  if (allSigned !== true) reasons.push(allSigned === false ? 'not every change is signed by a known person' : 'signatures were not checked')
  if ((continuous !== true || allSigned !== true) && forgeLevel !== 2) return { level: 1, reasons }
  reasons.push('the history was kept and every change is attributed (level 2)')
  if (allReviewed === true) reasons.push('every change has a second person in its record; only the forge can state that this is enforced')
  reasons.push('levels 3 and 4 need a statement of the forge')
  return { level: 2, reasons }
}
