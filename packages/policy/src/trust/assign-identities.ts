/**
 * The most identities that signers can stand for when each signer stands for one: a largest matching between the two, found by
 * augmenting paths. Whoever fits several identities gives way to whoever fits only one of them, and still counts once.
 */
export function assignIdentities(fitting: ReadonlyMap<string, readonly string[]>): ReadonlyMap<string, string> {
  const holderOf = new Map<string, string>()
  const heldBy = new Map<string, string>()
  for (const start of fitting.keys()) {
    const reachedFrom = new Map<string, string>()
    const free = freeIdentity(start, { fitting, holderOf, reachedFrom })
    for (let identity = free; identity !== undefined;) {
      const signer = reachedFrom.get(identity) ?? start
      const given = heldBy.get(signer)
      holderOf.set(identity, signer)
      heldBy.set(signer, identity)
      identity = signer === start ? undefined : given
    }
  }
  return heldBy
}

interface Search {
  readonly fitting: ReadonlyMap<string, readonly string[]>
  readonly holderOf: ReadonlyMap<string, string>
  readonly reachedFrom: Map<string, string>
}

/** An identity nobody holds yet that can be had when those on the way move on; undefined when there is none. */
function freeIdentity(start: string, { fitting, holderOf, reachedFrom }: Search): string | undefined {
  const waiting = [start]
  for (const signer of waiting) {
    for (const identity of fitting.get(signer) ?? []) {
      if (reachedFrom.has(identity)) continue
      reachedFrom.set(identity, signer)
      const holder = holderOf.get(identity)
      if (holder === undefined) return identity
      waiting.push(holder)
    }
  }
  return undefined
}
