import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cupel } from './cupel.ts'
import { bundleStoreProgram, ENGINE, startStoreProgram } from './store-process.ts'
import type { StoreProcess } from './store-process.ts'

/** 50 and more for the long form. */
const RUNS = Number(process.env['CUPEL_FAULT_RUNS'] ?? 5)

let scratch: string
let program: string
let engine: string
beforeAll(async () => {
  // A process that dies leaves the same in memory as on a disk, and a disk that others use as well makes a slow test.
  scratch = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'cupel-faults-'))
  program = await bundleStoreProgram(scratch)
  // A bundle that is built anew meanwhile is no fault of the store.
  engine = join(scratch, 'engine')
  cpSync(ENGINE, engine, { recursive: true })
})
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

function start(mode: 'write' | 'check', folder: string): StoreProcess {
  return startStoreProgram(program, [mode, folder, engine])
}

interface Found {
  readonly whole: readonly number[]
  readonly rows: number
  readonly indexed: number
}

async function found(folder: string): Promise<Found> {
  const checking = start('check', folder)
  const line = await checking.line('{')
  await checking.done
  return JSON.parse(line) as Found
}

function acknowledged({ lines }: StoreProcess): readonly number[] {
  return lines.filter((line) => line.startsWith('ack ')).map((line) => Number(line.slice(4)))
}

/** A pause of the same series each time, so that a failure can be repeated. */
function* pauses(): Generator<number> {
  for (let state = 20_260_101; ;) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    yield state / 2_147_483_648
  }
}

test(
  `the writer killed at ${RUNS} random points: no acknowledged batch is lost, none is there by half`,
  async () => {
    const folder = join(scratch, 'killed')
    const random = pauses()
    const promised = new Set<number>()
    for (let run = 0; run < RUNS; run++) {
      const writer = start('write', folder)
      // Some while it starts and recovers, most while it writes.
      if (run % 4 === 3) await new Promise((resolve) => setTimeout(resolve, 100 + (random.next().value as number) * 900))
      else {
        const first = Number((await writer.line('ack ')).slice(4))
        await writer.line(`ack ${first + Math.floor((random.next().value as number) * 30)}`)
        await new Promise((resolve) => setTimeout(resolve, (random.next().value as number) * 30))
      }
      writer.child.kill('SIGKILL')
      await writer.done
      for (const batch of acknowledged(writer)) promised.add(batch)
    }
    const { whole, rows, indexed } = await found(folder)
    expect([...promised].filter((batch) => !whole.includes(batch))).toEqual([])
    expect(rows).toBe(whole.length * 5)
    expect(indexed).toBe(rows)
    console.log(`kill -9: ${RUNS} runs, ${promised.size} acknowledged batches, all there`)
  },
  600_000 + RUNS * 20_000,
)

test('a second process is refused with the first one’s number and the way out, and disturbs nothing', async () => {
  const folder = join(scratch, 'held')
  const writer = start('write', folder)
  await writer.line('ack ')
  const { code, stderr } = cupel(['server', 'migrate', '--data', folder])
  expect(code).toBe(3)
  expect(stderr).toContain(`process ${writer.child.pid} has the database`)
  expect(stderr).toContain('CUPEL_DATABASE_URL')
  const before = acknowledged(writer).length
  await writer.line(`ack ${before + 3}`)
  writer.child.kill('SIGKILL')
  await writer.done
  expect(cupel(['server', 'migrate', '--data', folder]).code).toBe(0)
})

/** A file system of its own size; null with the reason printed where that is not ours to make. */
function smallDisk(name: string, size: string): string | null {
  const folder = join(scratch, name)
  mkdirSync(folder)
  const { status, stderr } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder], { encoding: 'utf8' })
  if (status === 0) return folder
  console.log(`skipped: no small disk can be mounted here (${(stderr ?? '').trim() || 'no mount'})`)
  return null
}

function unmount(folder: string): void {
  spawnSync('umount', ['-l', folder])
}

test('a full disk: what does not fit is refused, what was acknowledged stays, and there is room again when there is', async () => {
  const disk = smallDisk('disk', '86m')
  if (disk === null) return
  try {
    const folder = join(disk, 'store')
    const writer = start('write', folder)
    await writer.line('fault ')
    const before = acknowledged(writer)
    expect(spawnSync('mount', ['-o', 'remount,size=200m', disk]).status).toBe(0)
    await writer.line('ack ', writer.lines.length)
    writer.child.kill('SIGKILL')
    await writer.done
    const { whole, rows } = await found(folder)
    expect(acknowledged(writer).filter((batch) => !whole.includes(batch))).toEqual([])
    expect(rows).toBe(whole.length * 5)
    console.log(
      `disk full after ${before.length} batches; faults: ${new Set(writer.lines.filter((line) => line.startsWith('fault')).map((line) => line.slice(0, 60))).size} kinds`,
    )
  } finally {
    unmount(disk)
  }
})

test('a disk on which not even a new store fits', () => {
  const disk = smallDisk('tiny', '4m')
  if (disk === null) return
  try {
    const { code, stderr } = cupel(['server', 'migrate', '--data', join(disk, 'store')])
    expect(code).toBe(3)
    expect(stderr).toContain('no space left')
  } finally {
    unmount(disk)
  }
})

test('a folder that cannot be written', () => {
  const readOnly = join(scratch, 'read-only')
  mkdirSync(readOnly)
  if (process.getuid?.() === 0) {
    const disk = smallDisk('ro', '1m')
    if (disk === null) return
    spawnSync('mount', ['-o', 'remount,ro', disk])
    const { code, stderr } = cupel(['server', 'migrate', '--data', join(disk, 'store')])
    unmount(disk)
    expect(stderr).toContain('cannot write the database')
    expect(code).toBe(2)
    return
  }
  chmodSync(readOnly, 0o500)
  const { code, stderr } = cupel(['server', 'migrate', '--data', join(readOnly, 'store')])
  expect(stderr).toContain('cannot write the database')
  expect(code).toBe(2)
})
