/** The page's style and its one program, both within it: it asks nobody for anything. */

export const STYLE = `
:root{color-scheme:light dark;--bg:#fff;--fg:#1d2129;--dim:#5c6570;--line:#e3e6ea;--soft:#f5f6f8;--link:#0b5cad;--get:#0a6b4f;--post:#8a4b00;--put:#5b3aa8;--delete:#a3262a}
@media(prefers-color-scheme:dark){:root{--bg:#14171b;--fg:#dfe3e8;--dim:#98a2ad;--line:#2a3038;--soft:#1c2026;--link:#7db7f5;--get:#5fc9a2;--post:#e0a458;--put:#b59cf0;--delete:#f08a8d}}
*{box-sizing:border-box}
html{scroll-padding-top:1rem}
body{margin:0;background:var(--bg);color:var(--fg);font:14px/1.5 system-ui,sans-serif;display:grid;grid-template-columns:17rem minmax(0,1fr)}
a{color:var(--link);text-decoration:none}a:hover{text-decoration:underline}
code,pre{font:12.5px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
nav{position:sticky;top:0;height:100vh;overflow:auto;border-right:1px solid var(--line);padding:1rem;background:var(--soft)}
nav input{width:100%;padding:.4rem .6rem;border:1px solid var(--line);border-radius:6px;background:var(--bg);color:var(--fg);font:inherit}
nav details{margin:.35rem 0}nav summary{cursor:pointer;font-weight:600}
nav ul{list-style:none;margin:.15rem 0 .5rem;padding:0 0 0 .9rem}
nav li a{display:block;padding:.08rem 0;color:var(--fg);overflow-wrap:anywhere}
main{padding:1.5rem 2rem 6rem;max-width:64rem;min-width:0}
h1{font-size:1.6rem;margin:0 0 .3rem}h2{font-size:1.25rem;margin:3rem 0 .2rem;padding-top:1rem;border-top:2px solid var(--line)}
h3{font-size:1.02rem;margin:0}h3 a{color:inherit}
h4{font-size:.75rem;letter-spacing:.05em;text-transform:uppercase;color:var(--dim);margin:.9rem 0 .25rem}
p{margin:.3rem 0}.lead,.about{color:var(--dim);max-width:46rem}
.op{padding:1.4rem 0;border-bottom:1px solid var(--line)}
.line{display:flex;flex-wrap:wrap;gap:.4rem;align-items:center}
.m{font:600 11.5px ui-monospace,monospace}.get{color:var(--get)}.post{color:var(--post)}.put,.patch{color:var(--put)}.delete{color:var(--delete)}
.scope,.chip{font-size:12px;border:1px solid var(--line);border-radius:99px;padding:0 .5rem;color:var(--dim);white-space:nowrap}
.chips{display:flex;flex-wrap:wrap;gap:.3rem}.chips:empty{display:none}.chip b{font-weight:600;color:var(--fg)}
.general summary{color:var(--dim);cursor:pointer}.general[open]{line-height:2}
table.fields{border-collapse:collapse;width:100%;font-size:13px}
.fields td{border-top:1px solid var(--line);padding:.22rem .8rem .22rem 0;vertical-align:top;overflow-wrap:anywhere}
.fields td:first-child{width:31%}.fields td:nth-child(2){width:25%;color:var(--dim)}
.form td{color:var(--dim);font-style:italic}
.fields td code+code{margin-left:.5rem}
.opt{color:var(--dim);font-size:11px;margin-left:.4rem}
.answer{margin:.2rem 0}.answer>summary,.try>summary{cursor:pointer}
pre{background:var(--soft);border:1px solid var(--line);border-radius:6px;padding:.6rem .8rem;overflow:auto;max-height:26rem;margin:.5rem 0}
.snippets{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,22rem),1fr));gap:0 1rem}
.snippets pre{min-width:0}.try{margin-top:.8rem}.try>summary{color:var(--link)}
.headers{color:var(--dim)}
[hidden]{display:none!important}
@media(max-width:760px){body{display:block}nav{position:static;height:auto;max-height:11rem;border-right:0;border-bottom:1px solid var(--line)}main{padding:1rem 1rem 4rem}
.fields tr{display:block;padding:.3rem 0;border-top:1px solid var(--line)}.fields td{display:block;border:0;padding:0;width:auto!important}}
`;

export const PROGRAM = `
const box = document.getElementById("filter");
const marked = [...document.querySelectorAll("[data-words]")];
const groups = [...document.querySelectorAll("[data-group]")];
function filter() {
  const words = box.value.toLowerCase().split(/\\s+/).filter(Boolean);
  for (const each of marked) each.hidden = !words.every((word) => each.dataset.words.includes(word));
  for (const group of groups) {
    group.hidden = !group.querySelector("[data-words]:not([hidden])");
    if (group.tagName === "DETAILS") group.open = words.length > 0;
  }
}
box.addEventListener("input", filter);
function unfold() {
  const target = location.hash && document.getElementById(location.hash.slice(1));
  if (target?.tagName === "DETAILS") target.open = true;
}
addEventListener("hashchange", unfold);
unfold();
addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.target === box) return;
  event.preventDefault();
  box.focus();
});
`;
