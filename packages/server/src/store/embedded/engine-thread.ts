import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { parentPort, workerData } from 'node:worker_threads'
import { serveEngine } from './engine.ts'
import type { EngineAnswer, EnginePort, EngineRequest, EngineStart } from './engine-protocol.ts'

// Entry of the worker thread that the embedded store runs in.
await serveEngine(parentPort as unknown as EnginePort<EngineAnswer, EngineRequest>, workerData as EngineStart)
// The engine's files were read whole; this thread makes so little else that nothing would collect them for hours.
setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void
collect()
