import { parentPort, workerData } from 'node:worker_threads'
import { serveEngine } from './engine.ts'
import type { EngineAnswer, EnginePort, EngineRequest, EngineStart } from './engine-protocol.ts'

// Entry of the worker thread that the embedded store runs in.
await serveEngine(parentPort as unknown as EnginePort<EngineAnswer, EngineRequest>, workerData as EngineStart)
