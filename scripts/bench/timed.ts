/** Processor time of this process instead of the time on the wall, for machines that others use too; of no use for a server elsewhere. */
const CPU = process.argv.includes('--cpu')

/** Milliseconds that the work takes. */
export async function timed<T>(work: () => Promise<T>): Promise<number> {
  const [started, used] = [performance.now(), process.cpuUsage()]
  await work()
  const { user, system } = process.cpuUsage(used)
  return CPU ? (user + system) / 1000 : performance.now() - started
}
