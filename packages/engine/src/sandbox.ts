export { SANDBOX_FAULTS } from '@cupel/provenance'
export type { SandboxRequest, ServedSandbox } from './sandbox/serve-sandbox.ts'
export { serveSandbox } from './sandbox/serve-sandbox.ts'
