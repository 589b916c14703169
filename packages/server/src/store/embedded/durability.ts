/** What is safe when, in plain words: for GET /system and the documentation. */
export function durabilityOf(engine: 'embedded' | 'postgresql' | 'memory'): string {
  switch (engine) {
    case 'embedded':
      return (
        'Everything that was answered with success is on the disk: it survives the end of the process, and, as far as the disk keeps ' +
        'what it confirmed, a power failure. A lost disk loses all since the last backup.'
      )
    case 'memory':
      return 'Nothing is kept: all data is gone when this process ends.'
    case 'postgresql':
      return 'Everything that was answered with success is as safe as the PostgreSQL server keeps it (fsync, synchronous_commit, replicas).'
  }
}
