import { REPORT_STYLE } from '../html/style.ts'

/** Style of the assessment's page, on top of the report's. */
export const ASSESSMENT_STYLE = `${REPORT_STYLE}
.score{font-size:3rem;font-weight:700;line-height:1.1;margin:.1em 0}.score small{font-size:1rem;font-weight:400;color:var(--dim)}
meter{width:8rem;max-width:100%;height:.9rem;vertical-align:middle}
.checks td:first-child,.checks td:nth-child(3){white-space:nowrap}.checks details{margin:.2rem 0}.answers{list-style:none;padding-left:0}.answers>li{padding:.25rem 0;border-top:1px solid var(--line)}
.outcome{display:inline-block;min-width:6rem;font-weight:600}.outcome.fault{color:var(--bad)}.outcome.fine{color:var(--good)}.outcome.open{color:var(--warn)}.outcome.na{color:var(--dim)}
.places{list-style:none;padding-left:1rem;margin:.2rem 0}.places code{white-space:pre-wrap}
.steps-next li{margin:.5rem 0}.note{color:var(--dim)}
.trend{width:100%;max-width:40rem;height:auto}.trend polyline{fill:none;stroke:var(--link);stroke-width:2}.trend circle{fill:var(--link)}.trend line{stroke:var(--line)}.trend text{fill:var(--dim);font-size:10px}
nav ul{display:flex;flex-wrap:wrap;gap:.25rem 1rem;list-style:none;padding:0}
`
