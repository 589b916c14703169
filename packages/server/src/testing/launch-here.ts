import { MessageChannel } from 'node:worker_threads'
import type { LaunchedEngine } from '../store/embedded/engine-client.ts'
import type { EngineStart } from '../store/embedded/engine-protocol.ts'

/** The engine in this thread, for tests: nothing needs to be built. Its queries hold up everything else. */
export function launchHere(start: EngineStart): LaunchedEngine {
  const { port1, port2 } = new MessageChannel()
  let end: (reason: string) => void = () => {}
  const ended = new Promise<string>((resolve) => void (end = resolve))
  void import('../store/embedded/engine.ts').then(({ serveEngine }) => serveEngine(port2, start))
  return {
    port: port1,
    ended,
    stop() {
      port1.close()
      end('it was stopped')
      return Promise.resolve()
    },
  }
}
