/** What a project consisted of from a day on. */
export interface DemoState {
  readonly daysAgo: number
  /** `what > needs …`, one a line; `.` is the project itself. */
  readonly graph: string
}

/** A made-up project whose components, versions and dependencies are real. */
export interface DemoProject {
  readonly slug: string
  readonly name: string
  readonly team: string
  readonly description: string
  readonly exposure: 'internet' | 'internal' | 'none'
  readonly tags: readonly string[]
  /** Package type of its components. */
  readonly type: 'npm' | 'pypi' | 'maven'
  /** Oldest first; the last one is its state of now. */
  readonly states: readonly [DemoState, ...DemoState[]]
}

export const DEMO_TEAMS = [
  { slug: 'storefront', name: 'Storefront', parent: null },
  { slug: 'payments', name: 'Payments', parent: null },
  { slug: 'insights', name: 'Insights', parent: null },
  { slug: 'search', name: 'Search', parent: 'storefront' },
] as const

const EXPRESS = `express@4.16.0 > accepts@1.3.4 body-parser@1.18.2 cookie@0.3.1 debug@2.6.9 path-to-regexp@0.1.7 qs@6.5.1 send@0.16.0 serve-static@1.13.0
body-parser@1.18.2 > bytes@3.0.0 debug@2.6.9 qs@6.5.1
send@0.16.0 > debug@2.6.9 mime@1.4.1 ms@2.0.0
serve-static@1.13.0 > send@0.16.0
debug@2.6.9 > ms@2.0.0
accepts@1.3.4 > mime-types@2.1.17 negotiator@0.6.1`

export const DEMO_PROJECTS: readonly DemoProject[] = [
  {
    slug: 'web-shop',
    name: 'Web shop',
    team: 'storefront',
    description: 'What customers see',
    exposure: 'internet',
    tags: ['customer-facing', 'node'],
    type: 'npm',
    states: [
      {
        daysAgo: 26,
        graph: `. > express@4.16.0 axios@0.18.0 lodash@4.17.11 minimist@0.0.8 js-yaml@3.12.0
${EXPRESS}
axios@0.18.0 > follow-redirects@1.5.10 is-buffer@1.1.6
follow-redirects@1.5.10 > debug@3.1.0
debug@3.1.0 > ms@2.0.0
js-yaml@3.12.0 > argparse@1.0.10 esprima@4.0.1`,
      },
      {
        daysAgo: 9,
        graph: `. > express@4.16.0 axios@0.19.0 lodash@4.17.15 minimist@1.2.0 js-yaml@3.12.0
${EXPRESS}
axios@0.19.0 > follow-redirects@1.5.10 is-buffer@2.0.4
follow-redirects@1.5.10 > debug@3.1.0
debug@3.1.0 > ms@2.0.0
js-yaml@3.12.0 > argparse@1.0.10 esprima@4.0.1`,
      },
      {
        daysAgo: 0.2,
        graph: `. > express@4.16.0 axios@0.21.0 lodash@4.17.15 minimist@1.2.0 js-yaml@3.13.1
${EXPRESS}
axios@0.21.0 > follow-redirects@1.13.1
js-yaml@3.13.1 > argparse@1.0.10 esprima@4.0.1`,
      },
    ],
  },
  {
    slug: 'catalogue-search',
    name: 'Catalogue search',
    team: 'search',
    description: 'Finds products',
    exposure: 'internal',
    tags: ['node'],
    type: 'npm',
    states: [
      {
        daysAgo: 22,
        graph: `. > express@4.16.0 lodash@4.17.15 flat@4.1.0 minimatch@3.0.2
${EXPRESS}
flat@4.1.0 > is-buffer@2.0.3
minimatch@3.0.2 > brace-expansion@1.1.6
brace-expansion@1.1.6 > balanced-match@0.4.2 concat-map@0.0.1`,
      },
      {
        daysAgo: 6,
        graph: `. > express@4.16.0 lodash@4.17.21 flat@4.1.1 minimatch@3.0.4
${EXPRESS}
flat@4.1.1 > is-buffer@2.0.4
minimatch@3.0.4 > brace-expansion@1.1.11
brace-expansion@1.1.11 > balanced-match@1.0.0 concat-map@0.0.1`,
      },
    ],
  },
  {
    slug: 'billing',
    name: 'Billing',
    team: 'payments',
    description: 'Invoices and payments',
    exposure: 'internet',
    tags: ['java', 'pci'],
    type: 'maven',
    states: [
      {
        daysAgo: 22,
        graph: `. > org.apache.logging.log4j/log4j-core@2.13.0 org.springframework/spring-beans@5.3.9 junit/junit@4.12
org.apache.logging.log4j/log4j-core@2.13.0 > org.apache.logging.log4j/log4j-api@2.13.0
org.springframework/spring-beans@5.3.9 > org.springframework/spring-core@5.3.9
junit/junit@4.12 > org.hamcrest/hamcrest-core@1.3`,
      },
      {
        daysAgo: 3,
        graph: `. > org.apache.logging.log4j/log4j-core@2.14.1 org.springframework/spring-beans@5.3.17 junit/junit@4.12
org.apache.logging.log4j/log4j-core@2.14.1 > org.apache.logging.log4j/log4j-api@2.14.1
org.springframework/spring-beans@5.3.17 > org.springframework/spring-core@5.3.17
junit/junit@4.12 > org.hamcrest/hamcrest-core@1.3`,
      },
    ],
  },
  {
    slug: 'ledger',
    name: 'Ledger',
    team: 'payments',
    description: 'Books every payment',
    exposure: 'internal',
    tags: ['java', 'pci'],
    type: 'maven',
    states: [
      {
        daysAgo: 26,
        graph: `. > org.apache.logging.log4j/log4j-core@2.14.1 org.springframework/spring-beans@5.3.17
org.apache.logging.log4j/log4j-core@2.14.1 > org.apache.logging.log4j/log4j-api@2.14.1
org.springframework/spring-beans@5.3.17 > org.springframework/spring-core@5.3.17`,
      },
      {
        daysAgo: 13,
        graph: `. > org.apache.logging.log4j/log4j-core@2.16.0 org.springframework/spring-beans@5.3.18
org.apache.logging.log4j/log4j-core@2.16.0 > org.apache.logging.log4j/log4j-api@2.16.0
org.springframework/spring-beans@5.3.18 > org.springframework/spring-core@5.3.18`,
      },
      {
        daysAgo: 0.2,
        graph: `. > org.apache.logging.log4j/log4j-core@2.17.2 org.springframework/spring-beans@5.3.39
org.apache.logging.log4j/log4j-core@2.17.2 > org.apache.logging.log4j/log4j-api@2.17.2
org.springframework/spring-beans@5.3.39 > org.springframework/spring-core@5.3.39`,
      },
    ],
  },
  {
    slug: 'image-worker',
    name: 'Image worker',
    team: 'insights',
    description: 'Scales and reads pictures that customers send',
    exposure: 'internal',
    tags: ['python'],
    type: 'pypi',
    states: [
      {
        daysAgo: 18,
        graph: `. > pillow@8.0.1 requests@2.24.0 pyyaml@5.3
requests@2.24.0 > certifi@2020.6.20 chardet@3.0.4 idna@2.10 urllib3@1.25.10`,
      },
      {
        daysAgo: 3,
        graph: `. > pillow@8.1.0 requests@2.25.0 pyyaml@5.3
requests@2.25.0 > certifi@2020.12.5 chardet@3.0.4 idna@2.10 urllib3@1.26.2`,
      },
    ],
  },
  {
    slug: 'reports',
    name: 'Reports',
    team: 'insights',
    description: 'Numbers for the management',
    exposure: 'internal',
    tags: ['python'],
    type: 'pypi',
    states: [
      {
        daysAgo: 22,
        graph: `. > django@3.1.7 jinja2@2.10.1 requests@2.31.0
django@3.1.7 > asgiref@3.3.4 pytz@2021.1 sqlparse@0.4.1
jinja2@2.10.1 > markupsafe@1.1.1
requests@2.31.0 > certifi@2023.7.22 idna@3.4 urllib3@2.0.4`,
      },
      {
        daysAgo: 6,
        graph: `. > django@3.2.0 jinja2@2.11.2 requests@2.32.3
django@3.2.0 > asgiref@3.3.4 pytz@2021.1 sqlparse@0.4.1
jinja2@2.11.2 > markupsafe@1.1.1
requests@2.32.3 > certifi@2024.8.30 idna@3.10 urllib3@2.2.3`,
      },
    ],
  },
  {
    slug: 'status-page',
    name: 'Status page',
    team: 'storefront',
    description: 'Says whether everything works',
    exposure: 'internet',
    tags: ['node', 'customer-facing'],
    type: 'npm',
    states: [
      { daysAgo: 13, graph: '. > lodash@4.17.20 ms@2.0.0' },
      { daysAgo: 6, graph: '. > lodash@4.17.21 ms@2.1.3' },
    ],
  },
]
