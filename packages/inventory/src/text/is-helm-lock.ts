/** Whether a requirements.lock is one of Helm 2, which starts its list with a key; Python's Rye writes pip requirements under that name. */
export function isHelmLock(text: string): boolean {
  return /^(?:dependencies|digest|generated)[ \t]*:/m.test(text)
}
