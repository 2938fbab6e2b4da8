/** One style sheet for screen, telephone and paper; nothing is fetched from anywhere. */
export const STYLE = `
:root{--ink:#16181d;--faint:#5b6472;--line:#d9dde3;--paper:#fff;--ground:#f3f5f8;--main:#1f5fa8;--good:#0b6e4f;--bad:#b3261e}
*{box-sizing:border-box}
body{font:1rem/1.5 system-ui,"Segoe UI","DejaVu Sans",sans-serif;margin:0;background:var(--ground);color:var(--ink)}
header{background:#123a66;color:#fff;padding:1rem 1.25rem}
header .in,main{max-width:78rem;margin:0 auto}
header .in{display:flex;flex-wrap:wrap;gap:.5rem 1.5rem;align-items:center;justify-content:space-between}
header h1{font-size:1.25rem;margin:0;line-height:1.3}header p{margin:0;font-size:.9rem;opacity:.9}
header nav{display:flex;gap:.75rem;align-items:center}header a{color:#fff}
header button{background:transparent;color:#fff;border:1px solid #fff8}
main{padding:1rem 1.25rem 2rem}
form.choose{display:flex;flex-wrap:wrap;gap:.75rem;align-items:end;margin:0 0 1rem}
label{display:block;font-size:.85rem;color:var(--faint)}
input,select,button{font:inherit;padding:.45rem .7rem;border:1px solid #aab2bd;border-radius:.4rem;background:#fff;color:inherit;min-height:2.6rem;max-width:100%}
button{background:var(--main);border-color:var(--main);color:#fff;cursor:pointer}
a:focus-visible,button:focus-visible,input:focus-visible,select:focus-visible,summary:focus-visible{outline:3px solid #f0b429;outline-offset:2px}
.figures{display:grid;grid-template-columns:repeat(5,1fr);gap:.75rem;margin:0 0 1rem;padding:0;list-style:none}
.figures li{background:var(--paper);border:1px solid var(--line);border-top:4px solid var(--main);border-radius:.5rem;padding:.75rem .9rem}
.figures .good{border-top-color:var(--good)}.figures .bad{border-top-color:var(--bad)}.figures .fair{border-top-color:#a86a00}
.figures b{display:block;font-size:2rem;line-height:1.15;font-variant-numeric:tabular-nums}
.figures span{display:block;font-size:.9rem}.figures small{color:var(--faint)}
.charts{columns:3 22rem;column-gap:1rem}
section{background:var(--paper);border:1px solid var(--line);border-radius:.5rem;padding:1rem;margin:0 0 1rem;break-inside:avoid}
h2{font-size:1.05rem;margin:0}.caption{color:var(--faint);font-size:.85rem;margin:0 0 .75rem}
.picture svg{display:block;width:100%;max-width:30rem;height:auto}
details{margin-top:.5rem}summary{cursor:pointer;color:var(--main)}
.rows{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:.85rem}
th,td{text-align:left;padding:.3rem .5rem;border-bottom:1px solid var(--line);vertical-align:top}td.n{text-align:right;font-variant-numeric:tabular-nums}
.take{font-size:.85rem;margin:.5rem 0 0;color:var(--faint)}.take a{margin-right:.75rem;color:var(--main)}
.note{color:var(--faint);font-size:.85rem;margin:1rem 0 0}
.sign-in{max-width:24rem;margin:3rem auto;background:var(--paper);border:1px solid var(--line);border-radius:.5rem;padding:1.5rem}
.sign-in input,.sign-in button{width:100%;margin-bottom:.9rem}.sign-in h1{font-size:1.25rem;margin:0 0 1rem}
.wrong{background:#fbe9e7;color:#7a1a14;border-radius:.4rem;padding:.6rem .8rem;margin:0 0 1rem}
@media(max-width:60rem){.figures{grid-template-columns:repeat(2,1fr)}.figures li:last-child{grid-column:1/-1}}
@media(max-width:40rem){.figures b{font-size:1.6rem}main{padding:.75rem}header{padding:.75rem}.charts{columns:1}}
@media print{
@page{size:A4;margin:14mm}
body{background:#fff;font-size:10pt}header{background:none;color:var(--ink);padding:0 0 4mm;border-bottom:1px solid #000}
header nav,form.choose,details,.take{display:none}main{padding:4mm 0 0}
.figures{grid-template-columns:repeat(5,1fr);gap:2mm}.figures li,.figures li:last-child{padding:2mm;grid-column:auto}.figures b{font-size:16pt}.figures span{font-size:8pt}
.charts{columns:2;column-gap:8mm}section{border:0;padding:0;margin:0 0 6mm}.picture svg{max-width:none}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}
}`;
