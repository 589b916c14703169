import { afterEach, expect, test, vi } from 'vitest'
import { inBackground, inForeground, somebodyWaits } from '../background-work.ts'
import { SessionQueue } from './session-queue.ts'

/** What is asked of an engine that answers when it is told to. */
function bench() {
  let now = 0
  const began: string[] = []
  const ends = new Map<string, () => void>()
  const queue = new SessionQueue({ clock: () => now, lingerMs: 10 })
  const ask = (name: string) => (): Promise<string> => {
    began.push(name)
    return new Promise((resolve) => void ends.set(name, () => resolve(name)))
  }
  return {
    queue,
    began,
    ask,
    pass: (ms: number) => void (now += ms),
    /** The engine has answered, and whoever waited for that goes on. */
    async end(name: string): Promise<void> {
      ends.get(name)?.()
      await settled()
    },
  }
}

async function settled(): Promise<void> {
  for (let turns = 0; turns < 20; turns++) await Promise.resolve()
}

/** Whoever looks from time to time has looked. */
async function looked(): Promise<void> {
  await vi.advanceTimersByTimeAsync(20)
}

let leave: () => void = () => {}
afterEach(() => {
  leave()
  vi.useRealTimers()
})

test('a page that asks one thing after the other does not wait for jobs in between', async () => {
  vi.useFakeTimers()
  const { queue, began, ask, pass, end } = bench()
  leave = somebodyWaits()
  void queue.statement(ask('page 1'))
  void inBackground(() => queue.transaction(ask('job')))
  void inBackground(() => queue.statement(ask('job 2')))
  await looked()
  expect(began).toEqual(['page 1'])
  pass(5)
  await end('page 1')
  pass(5)
  await looked()
  expect(began).toEqual(['page 1'])
  void queue.statement(ask('page 2'))
  pass(5)
  await end('page 2')
  leave()
  // Nobody waits any more.
  await looked()
  expect(began).toEqual(['page 1', 'page 2', 'job'])
  await end('job')
  expect(began).toEqual(['page 1', 'page 2', 'job', 'job 2'])
})

test('whoever is busy with something else holds up nobody', async () => {
  vi.useFakeTimers()
  const { queue, began, ask, pass, end } = bench()
  leave = somebodyWaits()
  void queue.statement(ask('page'))
  await end('page')
  void inBackground(() => queue.transaction(ask('job')))
  await looked()
  expect(began).toEqual(['page'])
  pass(10)
  await looked()
  expect(began).toEqual(['page', 'job'])
})

test('however many ask, work in the background has its turn after twice what the last one took', async () => {
  vi.useFakeTimers()
  const { queue, began, ask, pass, end } = bench()
  leave = somebodyWaits()
  void inBackground(() => queue.transaction(ask('job 1')))
  void queue.statement(ask('page 1'))
  void queue.transaction(ask('upload 1'))
  void inBackground(() => queue.transaction(ask('job 2')))
  await settled()
  // Nobody had asked before.
  expect(began).toEqual(['job 1'])
  pass(100)
  await end('job 1')
  expect(began).toEqual(['job 1', 'page 1', 'upload 1'])
  void queue.transaction(ask('upload 2'))
  void queue.transaction(ask('upload 3'))
  pass(199)
  await end('upload 1')
  expect(began.at(-1)).toBe('upload 2')
  pass(1)
  void queue.statement(ask('page 2'))
  await end('upload 2')
  expect(began.slice(-2)).toEqual(['page 2', 'job 2'])
  await end('job 2')
  expect(began.at(-1)).toBe('upload 3')
})

test('what is to be last comes after all that was asked before it, also by jobs', async () => {
  const { queue, began, ask, pass, end } = bench()
  leave = somebodyWaits()
  void queue.transaction(ask('upload'))
  void inBackground(() => queue.transaction(ask('job')))
  void queue.transaction(ask('upload 2'))
  void queue.last(ask('close'))
  for (let asked = 1; asked <= 4; asked++) {
    await vi.waitFor(() => expect(began).toHaveLength(asked))
    pass(100)
    await end(began.at(-1) ?? '')
  }
  expect(began).toEqual(['upload', 'job', 'upload 2', 'close'])
})

test('a statement that fails is over, and what somebody waits for is not put off because a job began it', async () => {
  vi.useFakeTimers()
  const { queue, began, ask } = bench()
  leave = somebodyWaits()
  void queue.statement(ask('page'))
  void inBackground(() => inForeground(() => queue.transaction(ask('upload'))))
  await settled()
  expect(began).toEqual(['page', 'upload'])
  const other = new SessionQueue({ clock: () => 0, lingerMs: 0 })
  await expect(other.statement(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
  await expect(inBackground(() => other.transaction(() => Promise.reject(new Error('nor this'))))).rejects.toThrow('nor this')
  await expect(inBackground(() => other.statement(() => Promise.resolve(1)))).resolves.toBe(1)
})
