/** Style of the page. Contrast is at least 4.5:1 in both colour schemes (WCAG 2.2 AA, 1.4.3); nothing is told by colour alone. */
export const REPORT_STYLE = `
:root{--bg:#fff;--fg:#1b1f24;--dim:#57606a;--line:#d0d7de;--soft:#f3f5f8;--link:#0550ae;--bad:#a40e26;--good:#116329;--warn:#7d4e00;
--malware-bg:#5c0011;--malware-fg:#fff;--critical-bg:#a40e26;--critical-fg:#fff;--high-bg:#bc4c00;--high-fg:#fff;--unknown-bg:#6e40c9;--unknown-fg:#fff;
--medium-bg:#ffd33d;--medium-fg:#1b1f24;--low-bg:#dbeafe;--low-fg:#0a3069;--none-bg:#eaeef2;--none-fg:#1b1f24}
@media(prefers-color-scheme:dark){:root{--bg:#0d1117;--fg:#e6edf3;--dim:#9aa4af;--line:#3d444d;--soft:#161b22;--link:#79c0ff;--bad:#ff8f87;--good:#56d364;--warn:#e3b341;
--malware-bg:#ffdcd7;--malware-fg:#5c0011;--critical-bg:#ff8f87;--critical-fg:#2b0006;--high-bg:#f0883e;--high-fg:#1c0d00;--unknown-bg:#d2a8ff;--unknown-fg:#1e0a3c;
--medium-bg:#e3b341;--medium-fg:#1c1400;--low-bg:#1f3a5f;--low-fg:#cae8ff;--none-bg:#30363d;--none-fg:#e6edf3}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:76rem;padding:0 1rem 3rem;background:var(--bg);color:var(--fg);font:1rem/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
h1{font-size:2rem;line-height:1.2;margin:.1em 0}h2{font-size:1.25rem;margin:2rem 0 .5rem}
header{border-left:.5rem solid var(--warn);margin:1.5rem 0;padding:.25rem 1rem}header.fail{border-color:var(--bad)}header.pass{border-color:var(--good)}
.fail h1{color:var(--bad)}.pass h1{color:var(--good)}.unknown h1{color:var(--warn)}
header p{margin:.35rem 0}.target,.none,footer{color:var(--dim)}.reasons{margin:.25rem 0;padding-left:1.2rem}.warning{color:var(--warn);font-weight:600}
.counts{list-style:none;display:flex;flex-wrap:wrap;gap:.4rem;padding:0;margin:.5rem 0}
.badge{display:inline-block;border-radius:.3rem;padding:.05rem .45rem;font-size:.875rem;font-weight:600;white-space:nowrap}
.malware{background:var(--malware-bg);color:var(--malware-fg)}.critical{background:var(--critical-bg);color:var(--critical-fg)}.high{background:var(--high-bg);color:var(--high-fg)}
.badge.unknown{background:var(--unknown-bg);color:var(--unknown-fg)}.medium{background:var(--medium-bg);color:var(--medium-fg)}.low{background:var(--low-bg);color:var(--low-fg)}.badge.none{background:var(--none-bg);color:var(--none-fg)}
.tools{display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:center;margin:.5rem 0}.tools[hidden]{display:none}.tools p{margin:0;color:var(--dim)}
input,select,button{font:inherit;color:inherit;background:var(--bg);border:1px solid var(--dim);border-radius:.3rem;padding:.3rem .5rem;min-height:2rem}
button{cursor:pointer}th button{border:0;background:none;padding:.3rem 0;font-weight:600}
:focus-visible{outline:3px solid var(--link);outline-offset:2px}
.skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:.5rem;background:var(--bg);padding:.5rem;z-index:1}
a{color:var(--link)}
table{width:100%;border-collapse:collapse}th{text-align:left;border-bottom:2px solid var(--line);padding:.25rem .5rem;background:var(--bg)}
td{padding:.45rem .5rem 0;vertical-align:top}.more td{padding:.1rem .5rem .6rem}tbody{border-bottom:1px solid var(--line)}tbody[data-state=closed]{background:var(--soft)}
td:first-child{font-variant-numeric:tabular-nums}.summary{margin:0}.fix{display:block;font-weight:600}.fix::before{content:"\\2192  "}
code{font:.9em ui-monospace,monospace;background:var(--soft);border-radius:.2rem;padding:0 .2em}
summary{cursor:pointer;color:var(--link);width:max-content;max-width:100%;padding:.15rem 0}
dl{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:.15rem 1rem;margin:.4rem 0}dt{grid-column:1;color:var(--dim)}dd{grid-column:2;margin:0}
.path{list-style:none;display:inline;padding:0;margin:0}.path li{display:inline}.path li+li::before{content:" \\203a  ";color:var(--dim)}
.problems{padding-left:1.2rem}.problems .incomplete strong{color:var(--bad)}.failed,.partial{color:var(--warn)}
li{margin:.1rem 0}
@media(max-width:40rem){thead{position:absolute;left:-99rem}.sortable thead{position:static}.sortable thead tr{display:flex;flex-wrap:wrap;gap:0 1rem}th{border:0;padding:0}
table,tbody,tr,td{display:block}td{padding:.1rem 0}tr:not(.more) td::before{content:attr(data-label) ": ";color:var(--dim)}tbody{padding:.5rem 0}dl{grid-template-columns:minmax(0,1fr)}dd{grid-column:1;margin-bottom:.3rem}}
@media print{:root{--bg:#fff;--fg:#000;--dim:#444;--soft:#fff;--link:#000}body{max-width:none;padding:0;font-size:9pt}.tools,.skip{display:none}
tbody,li{break-inside:avoid}details::details-content{content-visibility:visible;display:block}thead{display:table-header-group}.badge{border:1px solid #444;print-color-adjust:exact}}
`
