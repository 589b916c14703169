/** Numbers in 0..1 from a seed, the same on every machine (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const VALUES: readonly unknown[] = [
  '',
  'x',
  '1',
  1,
  0,
  -1,
  1.5,
  true,
  null,
  {},
  [],
  [{}],
  ['x'],
  'MIT',
  'library',
  'https://a.example/',
  '2024-05-06T07:08:09Z',
  '2024-13-06',
]

interface Place {
  readonly holder: Record<string, unknown> | unknown[]
  readonly key: string | number
}

/** Changes one place of a JSON value: takes it out, renames it, doubles it, or puts something else there. */
export function mutateJson(value: unknown, random: () => number): unknown {
  const copy: unknown = JSON.parse(JSON.stringify(value))
  const places: Place[] = []
  const waiting: unknown[] = [copy]
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    if (typeof at !== 'object' || at === null) continue
    for (const key of Array.isArray(at) ? at.keys() : Object.keys(at)) {
      places.push({ holder: at as Place['holder'], key })
      waiting.push((at as Record<string | number, unknown>)[key])
    }
  }
  const place = places[Math.floor(random() * places.length)]
  if (!place) return copy
  const { holder, key } = place
  const pick = VALUES[Math.floor(random() * VALUES.length)]
  const kind = random()
  if (Array.isArray(holder)) {
    if (kind < 0.3) holder.splice(Number(key), 1)
    else if (kind < 0.6) holder.push(JSON.parse(JSON.stringify(holder[Number(key)])))
    else holder[Number(key)] = pick
  } else {
    const old = holder[key]
    if (kind < 0.3) delete holder[key]
    else if (kind < 0.45) {
      delete holder[key]
      holder[`${key}X`] = old
    } else if (kind < 0.55 && typeof old === 'string') holder[key] = `${old}x`
    else if (kind < 0.65) holder[key] = [old]
    else if (kind < 0.75) {
      const other = places[Math.floor(random() * places.length)]
      if (other && typeof other.key === 'string')
        holder[other.key] = JSON.parse(JSON.stringify((other.holder as Record<string, unknown>)[other.key] ?? null))
    } else holder[key] = pick
  }
  return copy
}
