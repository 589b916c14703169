import { applyOverlay, isOverlay, lintPack, PackInvalid, readOverlay, readPack } from '@cupel/policy'
import type { PackFault, PolicyPack } from '@cupel/policy'
import { HttpProblem } from '../api/problem-details.ts'

export interface PackText {
  readonly body: string
  /** Empty: none. */
  readonly overlay: string
}

/** What a fault of the texts is called: the pack's own, or the overlay's. */
const PACK = 'pack.yaml'
const OVERLAY = 'overlay.yaml'

/** The pack of texts that were checked before they were kept. Throws PackInvalid when this program no longer reads them. */
export function compiledPack({ body, overlay }: PackText, source = PACK): PolicyPack {
  const pack = readPack(body, source)
  if (overlay === '') return pack
  return applyOverlay([pack], readOverlay(overlay, OVERLAY))[0] as PolicyPack
}

/**
 * The pack of texts that somebody sent to be used. Refused with every problem and its line and column when it cannot be read, when its
 * own tests fail, or when something in it makes it weaker than it seems.
 */
export function checkPack({ body, overlay }: PackText, now: Date): PolicyPack {
  return orRefused(() => {
    const faults = lintPack(readOwn(body, true), { now })
      .filter(({ level }) => level === 'error')
      .map(({ line, column, message }) => ({ source: PACK, line, column, message }))
    if (faults.length > 0) throw new PackInvalid(faults)
    return meantPack({ body, overlay })
  })
}

/** The pack of texts that somebody only tries. Its tests are not run: that may cost as much as the sender likes. */
export function draftPack({ body, overlay }: PackText): PolicyPack {
  return orRefused(() => {
    readOwn(body, false)
    return meantPack({ body, overlay })
  })
}

/** The pack with an overlay that is for it: one that was written for another, or for another text of it, may lower what it never saw. */
function meantPack({ body, overlay }: PackText): PolicyPack {
  if (overlay === '') return compiledPack({ body, overlay })
  const { id, digest } = readPack(body, PACK)
  const { of } = readOverlay(overlay, OVERLAY)
  const fault = (message: string): PackInvalid => new PackInvalid([{ source: OVERLAY, line: 1, column: 1, message }])
  const [only, ...more] = of
  if (only === undefined || more.length > 0) throw fault('an overlay is for one pack here')
  // A path means a file of somebody's machine, which nobody here can look at.
  if (!/[/\\.]/.test(only.name) && only.name !== id) throw fault(`it is for the pack "${only.name.slice(0, 80)}", and this is "${id}"`)
  if (only.digest !== '' && only.digest !== digest) throw fault(`it is for another text of the pack, which has ${digest}`)
  return compiledPack({ body, overlay })
}

function readOwn(body: string, tests: boolean): PolicyPack {
  if (!isOverlay(body)) return readPack(body, PACK, { tests })
  throw new PackInvalid([
    { source: PACK, line: 1, column: 1, message: 'this is an overlay; send it as overlay, with the pack that it changes' },
  ])
}

function orRefused<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof PackInvalid) throw refusal(error.faults)
    throw error
  }
}

/** Shown of a text with more problems. */
const MAX_FAULTS = 100

function refusal(faults: readonly PackFault[]): HttpProblem {
  const [first] = faults
  const where = first === undefined ? '' : ` ${first.source}:${first.line}:${first.column}: ${first.message}`
  const problems = faults.slice(0, MAX_FAULTS).map(({ source, line, column, message }) => ({ source, line, column, message }))
  return new HttpProblem(
    422,
    'policy-invalid',
    `the pack has ${faults.length === 1 ? 'a problem' : `${faults.length} problems`}:${where}`,
    { problems },
  )
}
