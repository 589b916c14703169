import { expect, test } from 'vitest'
import { SharedAnswers } from './shared-answers.ts'

/** Answers that a test lets go one by one. */
function pendingAnswers() {
  const begun: { readonly resolve: (value: string) => void; readonly reject: (error: Error) => void }[] = []
  return {
    begun,
    answer: () => new Promise<string>((resolve, reject) => void begun.push({ resolve, reject })),
  }
}

async function settled(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve))
}

test('who asks meanwhile shares the answer that is begun afterwards', async () => {
  const shared = new SharedAnswers()
  const { begun, answer } = pendingAnswers()
  const first = shared.ask('q', answer)
  const others = [shared.ask('q', answer), shared.ask('q', answer), shared.ask('q', answer)]
  const other = shared.ask('another', answer)
  expect(begun).toHaveLength(2)
  begun[1]!.resolve('another')
  begun[0]!.resolve('old')
  expect(await first).toBe('old')
  expect(await other).toBe('another')
  await settled()
  expect(begun).toHaveLength(3)
  const later = shared.ask('q', answer)
  begun[2]!.resolve('new')
  expect(await Promise.all(others)).toEqual(['new', 'new', 'new'])
  await settled()
  begun[3]!.resolve('newest')
  expect(await later).toBe('newest')
  expect(begun).toHaveLength(4)
})

test('an answer that fails fails for those who shared it, and for nobody else', async () => {
  const shared = new SharedAnswers()
  const { begun, answer } = pendingAnswers()
  const first = shared.ask('q', answer)
  const second = shared.ask('q', answer)
  begun[0]!.reject(new Error('gone'))
  await expect(first).rejects.toThrow('gone')
  await settled()
  begun[1]!.resolve('back')
  expect(await second).toBe('back')
  await settled()
  const third = shared.ask('q', answer)
  expect(begun).toHaveLength(3)
  begun[2]!.resolve('again')
  expect(await third).toBe('again')
})
