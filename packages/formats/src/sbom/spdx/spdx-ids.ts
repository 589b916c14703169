/** Gives refs of a Bom identifiers that SPDX 2 allows: letters, digits, `.` and `-` (SPDX 2.3 §7.2), each its own. */
export function spdxIds(refs: Iterable<string>): ReadonlyMap<string, string> {
  const ids = new Map<string, string>()
  const taken = new Set<string>(['SPDXRef-DOCUMENT'])
  const next = new Map<string, number>()
  for (const ref of refs) {
    const base = `SPDXRef-${
      ref
        .replace(/^SPDXRef-/, '')
        .replace(/[^A-Za-z0-9.-]+/g, '-')
        .slice(0, 200) || 'component'
    }`
    let id = base
    let number = next.get(base) ?? 2
    while (taken.has(id)) id = `${base}-${number++}`
    next.set(base, number)
    taken.add(id)
    ids.set(ref, id)
  }
  return ids
}
