import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { LaunchedEngine } from './engine-client.ts'
import type { EngineStart } from './engine-protocol.ts'

/** Starts an engine; how, is the launcher's own. */
export type LaunchEngine = (start: EngineStart) => LaunchedEngine

/** What the thread makes is rows on their way, and short-lived: without a limit V8 gives it thirty megabytes to leave them in. */
const YOUNG_MB = 8

/** The engine in a thread of its own, from the built file beside its assets: a query never holds up the HTTP side. */
export function launchThread(start: EngineStart & { readonly assets: string }): LaunchedEngine {
  const worker = new Worker(join(start.assets, 'engine-thread.js'), {
    workerData: start,
    execArgv: [],
    env: {},
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
  })
  const ended = new Promise<string>((resolve) => {
    let reason = ''
    worker.on('error', (error) => void (reason = error.message))
    worker.on('exit', (code) => resolve(reason === '' ? `its thread ended with ${code}` : reason))
  })
  return { port: worker, ended, stop: async () => void (await worker.terminate()) }
}
