/** What one purl type demands beyond the general syntax (purl-spec `types/*-definition.json`). Absent: no rule. */
export interface PurlTypeRule {
  /** `required` and `prohibited` are refused otherwise. */
  readonly namespace?: 'required' | 'prohibited'
  /** Parts that are not case-sensitive and so are written in lower case. */
  readonly lower?: readonly ('namespace' | 'name' | 'version')[]
  /** Qualifier keys that the type itself defines: parsePurl refuses them in any other spelling. */
  readonly defines?: readonly string[]
  /** Qualifiers without which the purl is refused. */
  readonly requires?: readonly string[]
  /** Pattern of the (normalised) name and version. */
  readonly name?: RegExp
  readonly version?: RegExp
  /** Further normalisation of the name, after lower-casing. */
  readonly normalizeName?: (name: string, qualifiers: Readonly<Record<string, string>>) => string
  /** The namespace is the first segment only, the name is all the rest. */
  readonly nameSpansSegments?: true
}

const BOTH = ['namespace', 'name'] as const

/** The rule of each type that purl-spec defines. */
export function purlTypeRule(type: string): PurlTypeRule | undefined {
  return BY_TYPE.get(type)
}

/**
 * The type rules as data. golang, deb, rpm, apk and alpm require a namespace in their definitions too, but many
 * generators leave it out (`pkg:golang/stdlib`); those purls still name one package, so they are read.
 */
const RULES: Readonly<Record<string, PurlTypeRule>> = {
  alpm: { lower: BOTH, defines: ['arch'] },
  apk: { lower: BOTH, defines: ['arch'] },
  bazel: { namespace: 'prohibited', defines: ['repository_url'] },
  bitbucket: { namespace: 'required', lower: BOTH },
  bitnami: { namespace: 'prohibited', lower: ['name'], defines: ['arch', 'distro'] },
  brew: { lower: BOTH, defines: ['repository_url'] },
  cargo: { namespace: 'prohibited' },
  'chrome-extension': { namespace: 'prohibited', lower: ['name'], name: /^[a-p]{32}$/, version: /^\d+(?:\.\d+){0,3}$/ },
  cocoapods: { namespace: 'prohibited' },
  composer: { namespace: 'required', lower: BOTH },
  conan: { defines: ['user', 'channel', 'rrev', 'prev'] },
  conda: { namespace: 'prohibited', defines: ['build', 'channel', 'subdir', 'type'] },
  cpan: { name: /^(?!.*::)/, defines: ['author', 'distpath', 'repository_url', 'download_url', 'vcs_url', 'ext'] },
  cran: { namespace: 'prohibited' },
  deb: { lower: BOTH, defines: ['arch'] },
  gem: { namespace: 'prohibited', defines: ['platform'] },
  generic: { defines: ['download_url', 'checksum'] },
  git: { namespace: 'required', nameSpansSegments: true },
  github: { namespace: 'required', lower: BOTH },
  hackage: { namespace: 'prohibited' },
  hex: { lower: BOTH },
  huggingface: { namespace: 'required', lower: ['version'] },
  julia: { namespace: 'prohibited', requires: ['uuid'], defines: ['uuid'] },
  luarocks: { lower: BOTH, defines: ['repository_url'] },
  maven: { namespace: 'required', defines: ['classifier', 'type'] },
  mlflow: { namespace: 'prohibited', defines: ['model_uuid', 'run_id'], normalizeName: mlflowName },
  nuget: { namespace: 'prohibited' },
  oci: { namespace: 'prohibited', lower: ['name', 'version'], defines: ['arch', 'repository_url', 'tag'] },
  opam: { namespace: 'prohibited' },
  otp: { namespace: 'prohibited', lower: ['name'], defines: ['repository_url', 'platform', 'arch'] },
  pub: { namespace: 'prohibited', lower: ['name'], normalizeName: pubName },
  pypi: { namespace: 'prohibited', lower: ['name', 'version'], defines: ['file_name'], normalizeName: pypiName },
  qpkg: { namespace: 'required', lower: ['namespace'] },
  rpm: { lower: ['namespace'], defines: ['epoch', 'arch'] },
  swid: { requires: ['tag_id'], defines: ['tag_id', 'tag_version', 'patch', 'tag_creator_name', 'tag_creator_regid'] },
  swift: { namespace: 'required' },
  vcpkg: { namespace: 'prohibited', defines: ['port_version', 'repository_revision', 'triplet'] },
  'vscode-extension': { namespace: 'required', lower: ['namespace', 'name', 'version'], defines: ['platform'] },
  yocto: { lower: ['namespace'], defines: ['repository_url', 'layer_version'] },
}

const BY_TYPE: ReadonlyMap<string, PurlTypeRule> = new Map(Object.entries(RULES))

function pypiName(name: string): string {
  return name.includes('_') ? name.replaceAll('_', '-') : name
}

function pubName(name: string): string {
  return name.replace(/[^a-z0-9_]/g, '_')
}

/** Azure ML keeps case, Databricks does not: the repository decides. */
function mlflowName(name: string, qualifiers: Readonly<Record<string, string>>): string {
  return qualifiers['repository_url']?.includes('databricks') ? name.toLowerCase() : name
}
