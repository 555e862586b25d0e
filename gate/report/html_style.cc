#include "gate/report/html_style.h"

namespace gate::report {

std::string_view html_style() {
  return R"css(
:root{color-scheme:light dark;--bg:#f4f5f8;--card:#fff;--ink:#171a21;
--soft:#566071;--line:#dfe3ea;--code:#f3f5f8;--track:#e9ecf2;
--pass:#147a43;--pass-bg:#e3f4ea;--fail:#b3261e;--fail-bg:#fcebe9;
--wait:#8a5300;--wait-bg:#fcf1dc;--skip:#8792a5;
--pass-top:linear-gradient(135deg,#0f6b3a,#178a4c);
--fail-top:linear-gradient(135deg,#8f1d17,#c2362c)}
@media(prefers-color-scheme:dark){:root{--bg:#0f1217;--card:#181c23;
--ink:#e7eaf0;--soft:#9aa5b6;--line:#2a303b;--code:#11151b;--track:#262c37;
--pass:#56cf8b;--pass-bg:#12301f;--fail:#ff8f85;--fail-bg:#3a1613;
--wait:#f0b955;--wait-bg:#36280d;--skip:#6f7b8f;
--pass-top:linear-gradient(135deg,#0b4d2a,#11683a);
--fail-top:linear-gradient(135deg,#6a1510,#94251d)}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--bg);color:var(--ink);overflow-wrap:anywhere;
font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",
"DejaVu Sans",sans-serif}
code,pre,.mono{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,
"DejaVu Sans Mono",monospace;font-size:.875em}
.wrap{max-width:64rem;margin:0 auto;padding:0 1.25rem}
.top{color:#fff;padding:2.25rem 0 2rem}
.top.pass{background:var(--pass-top)}
.top.fail{background:var(--fail-top)}
.top h1{margin:0;display:flex;flex-wrap:wrap;align-items:baseline;gap:.1em .45em;
font-size:1.6rem;font-weight:600;line-height:1.15}
.word{font-size:3.5rem;font-weight:800;letter-spacing:.02em;line-height:1}
.top .lead{margin:.6rem 0 0;font-size:1.1rem}
.top .meta{margin:.15rem 0 0;color:#ffffffd9}
.mix{display:flex;gap:2px;height:10px;margin:1.25rem 0 .5rem;border-radius:5px;
overflow:hidden;background:#ffffff33}
.mix i{display:block;min-width:4px}
.mix .passed{background:#ffffffd9}.mix .failed,.mix .errored{background:#ff9d92}
.mix .flaky{background:#ffd27a}.mix .skipped{background:#ffffff59}
.keys{margin:0;padding:0;list-style:none;display:flex;flex-wrap:wrap;
gap:.2rem 1.25rem;font-size:.95rem}
.keys b{font-variant-numeric:tabular-nums}
main.wrap{padding-top:1.75rem;padding-bottom:3rem}
h2{font-size:1.15rem;margin:2.25rem 0 .75rem}
h2:first-child{margin-top:.25rem}
h2 small{font-weight:400;color:var(--soft);font-size:.9rem;margin-left:.35rem}
.card{background:var(--card);border:1px solid var(--line);border-radius:12px;
padding:1.1rem 1.25rem;margin:0 0 .9rem}
.reason{border-left:5px solid var(--fail)}
.reason.undecided{border-left-color:var(--wait)}
.reason h3{margin:.35rem 0 .1rem;font-size:1.15rem;line-height:1.35;
font-weight:600}
.tags{margin:0;display:flex;flex-wrap:wrap;gap:.35rem .5rem;align-items:center;
font-size:.85rem;color:var(--soft)}
.pill{display:inline-block;padding:.1rem .6rem;border-radius:999px;font-weight:600;
font-size:.8rem;line-height:1.5;white-space:nowrap;background:var(--track);
color:var(--soft)}
.pill.passed{background:var(--pass-bg);color:var(--pass)}
.pill.failed,.pill.errored{background:var(--fail-bg);color:var(--fail)}
.pill.undecided,.pill.missing,.pill.flaky{background:var(--wait-bg);
color:var(--wait)}
.what{margin:.15rem 0 .8rem;color:var(--soft)}
.todo{margin:.9rem 0 0;display:grid;grid-template-columns:max-content 1fr;
gap:.2rem .9rem}
.todo dt{color:var(--soft)}.todo dd{margin:0}
.case{border-top:1px solid var(--line);padding:.65rem 0 .1rem}
.case:first-child{border-top:0}
.case p{margin:0}
.case .id{font-weight:600}
.case .at{color:var(--soft)}
pre{margin:.45rem 0 .6rem;padding:.7rem .9rem;background:var(--code);
border:1px solid var(--line);border-radius:8px;overflow:auto;max-height:24rem;
white-space:pre-wrap;overflow-wrap:anywhere;line-height:1.45}
.again{color:var(--soft);font-size:.85rem;padding-bottom:.35rem}
details{margin:0 0 .6rem}
summary{cursor:pointer;padding:.35rem 0}
summary:hover{color:var(--soft)}
details.card{padding:.5rem 1.25rem}details.card[open]{padding-bottom:1rem}
details.card>summary{font-weight:600}
summary:focus-visible,a:focus-visible{outline:3px solid var(--wait);
outline-offset:2px;border-radius:4px}
.suites{padding:.35rem 1.25rem}
.suite{display:grid;gap:.1rem 1rem;align-items:center;padding:.7rem 0;
grid-template-columns:minmax(9rem,1.1fr) 6.5rem minmax(9rem,1.2fr) minmax(8rem,1.6fr) 4.5rem;
border-top:1px solid var(--line)}
.suite:first-child{border-top:0}
.suite .name{font-weight:600}.suite .kind{display:block;font-weight:400;
color:var(--soft);font-size:.85rem}
.suite .counts{font-size:.92rem}
.time{text-align:right;font-variant-numeric:tabular-nums}
.track{position:relative;display:block;height:10px;border-radius:5px;
background:var(--track)}
.track i{position:absolute;top:0;bottom:0;min-width:4px;border-radius:5px;
background:var(--skip)}
.track .passed{background:var(--pass)}.track .failed{background:var(--fail)}
.track .undecided,.track .missing{background:var(--wait)}
.slow{display:grid;grid-template-columns:minmax(0,2fr) minmax(5rem,1fr) 4.5rem;
gap:.1rem 1rem;align-items:center;padding:.35rem 0}
dl.facts{display:grid;grid-template-columns:max-content minmax(0,1fr);
gap:.3rem 1.25rem;margin-top:0}
.facts dt{color:var(--soft)}.facts dd{margin:0}
ul.plain{margin:.25rem 0 0;padding:0;list-style:none}
ul.plain li{padding:.4rem 0;border-top:1px solid var(--line)}
ul.plain li:first-child{border-top:0}
.dim{color:var(--soft)}
a{color:inherit}
footer{color:var(--soft);font-size:.85rem;margin-top:2.5rem}
@media(max-width:46rem){.wrap{padding:0 .9rem}.top{padding:1.5rem 0 1.4rem}
.top h1{font-size:1.3rem}.word{font-size:2.75rem;width:100%}
.card,.suites{padding:.9rem 1rem}
.suite{grid-template-columns:1fr auto;gap:.2rem .8rem}
.suite .track{grid-column:1/-1;order:5}.suite .status{text-align:right}
.slow{grid-template-columns:1fr auto}.slow .track{grid-column:1/-1;order:3}
dl.facts{grid-template-columns:1fr;gap:0}.facts dd{margin-bottom:.45rem}}
@media print{.top{color:#000;background:none!important}.card{break-inside:avoid}}
)css";
}

}  // namespace gate::report
