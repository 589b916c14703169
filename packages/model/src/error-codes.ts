/** Exit codes of the command line; 1 is the policy's, 70 a bug's or a broken installation's. */
export type ErrorExitCode = 2 | 3 | 5 | 70 | 130

export interface ErrorCodeEntry {
  /** One sentence for the documentation: when it happens. */
  readonly summary: string
  readonly exitCode: ErrorExitCode
}

/** Every error that cupel reports on purpose. The documentation page is made from this table. */
export const ERROR_CODES = {
  'address-taken': {
    summary: 'The server cannot listen where it should: the port is another program’s, or needs more rights.',
    exitCode: 2,
  },
  'advisory-unknown': { summary: 'The advisory data at hand has no record of this id.', exitCode: 3 },
  'backup-damaged': { summary: 'A backup of the server’s store is damaged; nothing of it is used.', exitCode: 3 },
  'backup-newer': { summary: 'A backup of the server’s store was made by a newer version.', exitCode: 3 },
  'config-invalid': { summary: 'A configuration file cannot be read as what it should be.', exitCode: 2 },
  'copy-differs': { summary: 'A copy of the server’s store does not equal the original; it was undone.', exitCode: 3 },
  'disk-full': { summary: 'There is no space left to write; what was there before is unchanged.', exitCode: 3 },
  'document-invalid': { summary: 'A document given by the user (SBOM, VEX, report) does not follow its format.', exitCode: 3 },
  'home-read-only': { summary: 'The folder for cupel’s data cannot be written.', exitCode: 2 },
  'index-damaged': { summary: 'The advisory index does not have the digest it should have; no part of it is used.', exitCode: 3 },
  'index-locked': { summary: 'Another process is writing the advisory index.', exitCode: 3 },
  'index-missing': { summary: 'There is no advisory index in the folder where one is asked for.', exitCode: 3 },
  'installation-damaged': { summary: 'A part of cupel itself is missing or cannot be loaded.', exitCode: 70 },
  interrupted: { summary: 'The user stopped the run; nothing half-done is left.', exitCode: 130 },
  'network-forbidden': { summary: 'Something needs the network, and the user forbade it.', exitCode: 2 },
  'not-in-target': { summary: 'The target has no component or finding of this name.', exitCode: 3 },
  'nothing-waived': { summary: 'No waiver applies to a finding of the target, so there is nothing to state.', exitCode: 3 },
  'output-unwritable': { summary: 'A result cannot be written where the user wants it.', exitCode: 2 },
  'push-failed': { summary: 'The server did not take an upload.', exitCode: 3 },
  'policy-refused': { summary: 'A policy pack from elsewhere is not what was asked for, or nobody trusted has signed it.', exitCode: 5 },
  'registry-unreachable': { summary: 'A package registry that was to be asked gives no usable answer.', exitCode: 3 },
  'service-unreachable': { summary: 'A signing, timestamp, identity or update service gives no usable answer.', exitCode: 3 },
  'sign-failed': {
    summary: 'Something was not signed, since a service refused or the result did not verify; nothing was written.',
    exitCode: 5,
  },
  'store-damaged': { summary: 'The server’s embedded database cannot be opened.', exitCode: 3 },
  'store-locked': { summary: 'Another process has the server’s embedded database open.', exitCode: 3 },
  'store-newer': { summary: 'The server’s store has a schema that this version does not know.', exitCode: 3 },
  'store-not-empty': { summary: 'A restore or move would write into a store that holds data.', exitCode: 3 },
  'store-too-old': { summary: 'The PostgreSQL server is older than what is supported.', exitCode: 2 },
  'store-unreachable': { summary: 'The PostgreSQL server of the store cannot be reached.', exitCode: 3 },
  'store-unwritable': { summary: 'The folder of the server’s embedded database cannot be written.', exitCode: 2 },
  'sync-failed': { summary: 'Advisory data could not be fetched; the old index is unchanged.', exitCode: 3 },
  'target-empty': { summary: 'The target holds nothing that cupel can read components from.', exitCode: 3 },
  'target-missing': { summary: 'The target is not there or cannot be opened.', exitCode: 3 },
  'trust-root-old': { summary: 'The trust root is older than the user accepts; nothing was verified by it.', exitCode: 5 },
  'usage-missing-argument': { summary: 'A command lacks an argument.', exitCode: 2 },
  'usage-unknown-command': { summary: 'There is no command of this name.', exitCode: 2 },
  'usage-unknown-flag': { summary: 'A command has no such option.', exitCode: 2 },
  'usage-wrong-value': { summary: 'An option or argument has a value it does not take.', exitCode: 2 },
} as const satisfies Readonly<Record<string, ErrorCodeEntry>>

export type ErrorCode = keyof typeof ERROR_CODES
