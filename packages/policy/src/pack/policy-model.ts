import { VERSION_SCHEMES } from '@cupel/model'

/** One field of the model that rules are written over. */
export interface ModelField {
  /** As CEL writes types; names of records stand for themselves. */
  readonly type: string
  /** One line, for the reference. */
  readonly about: string
  /** When the field is unknown; absent: never, once its record is there. */
  readonly unknown?: string
  /** All texts that it can be; a rule that compares it with another is wrong. */
  readonly values?: readonly string[]
  /** Texts that it nearly always is; one that is only nearly one of them is a slip. */
  readonly usual?: readonly string[]
}

export interface ModelRecord {
  readonly about: string
  readonly fields: Readonly<Record<string, ModelField>>
}

/** Version of the model; a pack says which versions it is written for. Fields are added in minor versions, and change in major ones. */
export const MODEL_VERSION = '1.0'

function field(type: string, about: string, unknown?: string): ModelField {
  return unknown === undefined ? { type, about } : { type, about, unknown }
}

/** A field of few texts, or a list of such. */
function choice(values: readonly string[], about = '', unknown?: string, type = 'string'): ModelField {
  return { ...field(type, [about, values.map((one) => `\`${one}\``).join(', ')].filter((part) => part !== '').join(': '), unknown), values }
}

const SCOPE_NAMES = ['runtime', 'dev', 'optional', 'peer', 'test', 'build']

const ECOSYSTEMS = VERSION_SCHEMES.flatMap(({ ecosystems }) => ecosystems)
/** Those of purl-spec that are seen. */
const PURL_TYPES = (
  'alpm apk bioconductor bitbucket bitnami cargo chrome-extension cocoapods composer conan conda cpan cran deb docker gem generic github ' +
  'githubactions golang hackage helm hex huggingface julia luarocks maven npm nuget oci opam pub pypi rpm swid swift vscode-extension'
).split(' ')

const NO_FACTS = 'no facts about the component were given'

/** The typed model: what a rule may ask. Evidence that is missing is unknown, and so is every answer that rests on it. */
export const POLICY_MODEL: Readonly<Record<string, ModelRecord>> = {
  component: {
    about: 'One open source component of what was scanned.',
    fields: {
      purl: field('string', 'package URL: its identity'),
      type: { ...field('string', 'type of the purl: `npm`, `pypi`, `deb`'), usual: PURL_TYPES },
      name: field('string', 'name as its ecosystem writes it'),
      version: field('string', 'empty when nothing pins it'),
      pinned: field('bool', 'a file states its exact version'),
      ecosystem: { ...field('string', 'OSV ecosystem with suffix; empty when OSV has none'), usual: ECOSYSTEMS },
      scopes: choice(SCOPE_NAMES, 'what it is needed for', undefined, 'list(string)'),
      development: field('bool', 'needed for development, tests or building only'),
      direct: field('bool', 'stated by the project itself', 'the files do not tell'),
      licences: field('list(string)', 'SPDX expressions, or texts as stated', 'no input states a licence'),
      hashes: field('map(string, string)', 'digests of the published artifact in hexadecimal, by algorithm; may be empty'),
      paths: field('list(string)', 'files it was seen in'),
      kinds: choice(['lock', 'manifest', 'installed', 'binary', 'sbom', 'workflow'], 'how sure that is', undefined, 'list(string)'),
      findings: field('list(finding)', 'what is known against it', 'there is no advisory data; in part where not all about it was asked'),
      published: field('timestamp', 'when this version was published', NO_FACTS),
      deprecated: field('bool', 'its authors advise against it', NO_FACTS),
      repository: field('string', 'URL of its repository', NO_FACTS),
      provenance: field('list(provenance)', 'what was verified about it', 'nothing was verified about its bytes'),
      refused: field('bool', 'a trust policy speaks of it, and nobody it trusts vouches for it', 'the scan had no trust policy'),
      assessment: field('assessment', 'how its project is kept', 'no assessment of its project was given'),
    },
  },
  finding: {
    about: 'One advisory about one component.',
    fields: {
      id: field('string', 'fingerprint, stable over runs'),
      kind: choice(['vulnerability', 'malware', 'provenance']),
      advisory: field('string', 'the id shown first'),
      ids: field('list(string)', 'that id and all its aliases'),
      summary: field('string', 'may be empty'),
      severity: choice(['critical', 'high', 'medium', 'low', 'none'], '', 'the advisory states none'),
      score: field('double', 'highest CVSS score, 0 to 10', 'no CVSS vector can be scored'),
      cwes: field('list(string)', 'kinds of weakness, `CWE-79`'),
      exploited: field('bool', 'CISA lists it as exploited', 'the advisory data holds no KEV catalogue'),
      ransomware: field('bool', 'used by ransomware, says CISA', 'the advisory data holds no KEV catalogue'),
      due: field(
        'optional_type(timestamp)',
        'day by which CISA wants it mended; none when it is not listed',
        'the advisory data holds no KEV catalogue',
      ),
      epss: field('double', 'probability of exploitation in 30 days, 0 to 1', 'the advisory data holds no score of it'),
      published: field('timestamp', 'when the advisory was published', 'the advisory does not say'),
      fixed_versions: field('list(string)', 'versions that end an affected range'),
      upgrade: field('optional_type(string)', 'smallest version without known vulnerability'),
      state: choice(['open', 'waived', 'not-affected', 'fixed', 'under-investigation']),
      counts: field('bool', 'neither waived nor stated as harmless or fixed'),
      scopes: choice(SCOPE_NAMES, 'as of the component', undefined, 'list(string)'),
      direct: field('bool', 'as of the component', 'the files do not tell'),
      rank: field('double', '0 to 100, see Rank'),
      component: field('component', 'what it was found in'),
    },
  },
  project: {
    about: 'What was scanned, as a whole.',
    fields: {
      name: field('string', 'as the user named it'),
      kind: choice(['folder', 'file', 'sbom', 'image', 'archive', 'binary'], '', 'nothing was scanned'),
      digest: field('string', '`sha256:…`; empty for a folder', 'nothing was scanned'),
      licences: field('list(string)', 'licences that the project states for itself', 'it states none'),
      components: field(
        'list(component)',
        'everything found',
        'nothing was scanned; in part where not everything was read, or something left out',
      ),
      findings: field(
        'list(finding)',
        'everything known against it',
        'nothing was scanned, or there is no advisory data; in part where not everything was read and matched, or something left out',
      ),
      problems: field('list(problem)', 'what could not be read or matched', 'nothing was scanned'),
      complete: field('bool', 'everything that was asked for was read and matched', 'nothing was scanned'),
      left_out: field('list(string)', 'what the scan was told to leave out, in its words', 'nothing was scanned'),
      data: field('data', 'the advisory data that answered', 'nothing was scanned'),
      provenance: field('list(provenance)', 'everything that was verified', 'nothing was verified; in part where something could not be'),
      assessment: field('assessment', 'how the project itself is kept', 'no assessment of it was given, or those of several projects'),
    },
  },
  problem: {
    about: 'Something that could not be read, matched or understood.',
    fields: {
      code: field('string', 'such as `malformed`, see output.md'),
      effect: choice(['incomplete', 'note']),
      path: field('string', 'file; empty when it concerns the whole run'),
      detail: field('string', 'one sentence'),
    },
  },
  data: {
    about: 'The advisory data in use.',
    fields: {
      kind: choice(['full', 'starter', 'none']),
      records: field('int', 'advisories in it'),
      modified: field('timestamp', 'newest change in it', 'the data does not say'),
      newest: field('map(string, timestamp)', 'newest change, by ecosystem', 'of an ecosystem whose data does not say'),
      synced: field(
        'map(string, timestamp)',
        'when it was last found up to date with its source, by ecosystem',
        'of an ecosystem where nobody says: stored reports do not',
      ),
      ecosystems: field('list(string)', 'what it covers'),
      used: field('list(string)', 'those of them that the components are of', 'in part where not everything was read'),
      has_kev: field('bool', 'it holds the catalogue of known exploited vulnerabilities'),
      has_epss: field('bool', 'it holds scores of exploitation probability'),
      kev_date: field('timestamp', 'day of that catalogue', 'it holds none, or does not say'),
      epss_date: field('timestamp', 'day of those scores', 'it holds none, or does not say'),
    },
  },
  assessment: {
    about: 'One report of `cupel assess`.',
    fields: {
      name: field('string', 'the project'),
      url: field('string', 'its repository; may be empty'),
      commit: field('string', 'what was looked at'),
      as_of: field('timestamp', 'ages in it are counted from here'),
      score: field('double', '0 to 10', 'no check has a score'),
      checks: field('map(string, check)', 'by id, such as `Code-Review`', 'it has none'),
      standards: field('map(string, standard)', 'by id, such as `osps-baseline`', 'it has none'),
      slsa: field('map(string, track)', '`build` and `source`'),
      claims: field('list(claim)', 'what the project says of itself, held against what is there'),
      criticality: field('map(string, double)', 'by formula'),
      unsafe_share: field('double', 'part of the code in memory-unsafe languages, 0 to 1', 'it was not measured'),
    },
  },
  check: {
    about: 'One check of an assessment.',
    fields: {
      id: field('string', ''),
      risk: choice(['critical', 'high', 'medium', 'low']),
      score: field('double', '0 to 10', 'it is inconclusive, or only the clone answers it'),
      reason: field('string', 'one sentence'),
    },
  },
  standard: {
    about: 'One standard of an assessment.',
    fields: {
      id: field('string', ''),
      version: field('string', ''),
      reached: field('string', 'highest level of which everything is fulfilled; empty when not even the first is'),
      levels: field('map(string, level)', 'by id'),
      requirements: field('map(string, requirement)', 'by id, such as `OSPS-AC-01.01`'),
    },
  },
  level: {
    about: 'One level of a standard.',
    fields: {
      id: field('string', ''),
      percent: field('double', '0 to 100 of it fulfilled'),
      unmet: field('int', 'requirements that are not met'),
      open: field('int', 'requirements that could not be seen or that people must answer'),
    },
  },
  requirement: {
    about: 'One requirement of a standard.',
    fields: {
      id: field('string', ''),
      title: field('string', ''),
      category: choice(['MUST', 'SHOULD', 'SUGGESTED']),
      met: field('bool', 'met, or not applicable', 'it could not be seen, or only people can say'),
      contradicted: field('bool', "the project's own answer says one thing and the evidence another"),
    },
  },
  track: {
    about: 'A track of SLSA.',
    fields: {
      claimed: field('int', 'level that documents claim', 'none is claimed'),
      shown: field('int', 'level that evidence shows'),
    },
  },
  claim: {
    about: 'Something a project says of itself.',
    fields: {
      kind: field('string', ''),
      claim: field('string', 'its words'),
      verdict: choice(['holds', 'contradicted', 'unproven']),
    },
  },
  provenance: {
    about: 'One thing that `cupel verify` looked at.',
    fields: {
      subject: field('string', 'a path, a purl, a repository'),
      kind: field('string', 'such as `npm-package`, see verify.md'),
      verified: field('bool', 'somebody trusted vouches for it'),
      digests: field('map(string, string)', 'in hexadecimal, by algorithm'),
      signers: field('list(signer)', 'who is shown to have signed'),
      vouched_by: field('list(string)', 'identities of the trust policy'),
      times: field('list(timestamp)', 'stated by somebody else than the signer'),
      build: field('build', 'what verified provenance states', 'there is no verified provenance'),
    },
  },
  signer: {
    about: 'Who signed.',
    fields: {
      kind: field('string', '`sigstore`, `ssh`, `openpgp`, `x509`, `key`, …'),
      issuer: field('string', 'may be empty'),
      subject: field('string', 'may be empty'),
      key: field('string', 'fingerprint; may be empty'),
      claims: field('map(string, string)', 'what the certificate states'),
    },
  },
  build: {
    about: 'How an artifact was built.',
    fields: {
      builder: field('string', 'empty when not stated, as the others'),
      build_type: field('string', ''),
      source: field('string', 'repository'),
      branch: field('string', ''),
      tag: field('string', ''),
      workflow: field('string', ''),
      level: field('int', 'SLSA build level that signer and builder together show, 0 to 3'),
    },
  },
}
