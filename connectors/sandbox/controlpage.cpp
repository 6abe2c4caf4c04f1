// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/sandbox/controlpage.h"

#include <QCryptographicHash>

namespace astern::connectors::sandbox {

namespace {

constexpr auto kStyle = R"css(
:root { color-scheme: light dark; --line: #d0d3da; --soft: #f3f4f7; --text: #1c2028; --dim: #5b6270; --bad: #b3261e; }
@media (prefers-color-scheme: dark) {
  :root { --line: #3a404c; --soft: #232833; --text: #e6e9ef; --dim: #9aa3b2; --bad: #ff8a80; } body { background: #171b23; } }
body { margin: 1.5rem auto; max-width: 66rem; padding: 0 1rem; font: 15px/1.45 system-ui, sans-serif; color: var(--text); }
[hidden] { display: none !important; }
h1 { font-size: 1.3rem; } h2 { font-size: 1.05rem; margin: 1.6rem 0 .5rem; }
table { border-collapse: collapse; width: 100%; } th { text-align: left; color: var(--dim); font-weight: 600; }
th, td { padding: .3rem .6rem .3rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
form { display: flex; flex-wrap: wrap; gap: .5rem; align-items: end; background: var(--soft); padding: .6rem; border-radius: 6px; }
label { display: flex; flex-direction: column; font-size: .85rem; color: var(--dim); }
input, select, button { font: inherit; padding: .25rem .45rem; } input { width: 9rem; }
#said { min-height: 1.5em; } .bad { color: var(--bad); font-weight: 600; } .dim { color: var(--dim); }
)css";

constexpr auto kBody = R"html(
<h1>SANDBOX: drills</h1>
<p class="dim" id="clock">No token yet.</p>
<p id="said" role="status"></p>
<form id="key"><label>Token (the sandbox prints it when it starts)<input name="token" type="password" autocomplete="off"></label>
<button>Use it</button></form>
<div id="all" hidden>
<h2>Scenario</h2>
<form id="scenario"><label>What<select name="name"></select></label><label>Service<select name="service"></select></label>
<label>Where<select name="cluster"></select></label>
<label>Onset, s (empty: drawn)<input name="onset_seconds" type="number" min="0" max="2400"></label>
<button>Begin</button></form>
<table id="running"></table>
<h2>Fault</h2>
<form id="fault"><label>Kind<select name="kind"></select></label><label>Service<select name="service"></select></label>
<label>Version (empty: all)<input name="version"></label><label>Flag (empty: none)<input name="flag"></label>
<label>Where<select name="where"></select></label>
<label>Ratio<input name="ratio" type="number" min="0" max="1000" step="any" value="0.1"></label><button>Start</button></form>
<table id="faults"></table>
<h2>Release</h2>
<form id="deploy"><label>Service<select name="service"></select></label><label>Where<select name="cluster"></select></label>
<label>Tag<input name="tag" required></label><button>Release</button></form>
<h2>Speed</h2>
<form id="speed"><label>Simulated seconds a second<input name="value" type="number" min="0.1" max="1000" step="any" required></label>
<button>Set</button></form>
<h2>Services</h2><table id="services"></table>
<h2>Flags</h2><table id="flags"></table>
</div>
)html";

constexpr auto kScript = R"js(
'use strict';
const $ = id => document.getElementById(id);
let token = new URLSearchParams(location.hash.slice(1)).get('token') || sessionStorage.token || '';
history.replaceState(null, '', location.pathname); // not left in the address bar
async function ask(path, order) {
  const answer = await fetch('/sandbox/' + path, {method: order ? 'POST' : 'GET', cache: 'no-store',
    headers: {Authorization: 'Bearer ' + token, ...(order && {'Content-Type': 'application/json'})},
    body: order && JSON.stringify(order)});
  const body = await answer.json();
  if (!answer.ok) throw new Error(body.error || 'status ' + answer.status);
  return body;
}
function say(text, bad) { $('said').textContent = text; $('said').className = bad ? 'bad' : ''; }
async function order(what) {
  try { await ask('control', what); say('Done.'); await show(); } catch (error) { say(error.message, true); }
}
function cell(row, content) {
  const td = row.insertCell();
  if (content instanceof Node) td.append(content); else td.textContent = content;
}
function button(text, what) {
  const made = document.createElement('button');
  made.textContent = text;
  made.onclick = () => order(what);
  return made;
}
function table(id, head, rows) {
  const focused = document.activeElement && $(id).contains(document.activeElement);
  if (focused) return; // not under the fingers of somebody
  $(id).replaceChildren();
  if (!rows.length) return cell($(id).insertRow(), 'none');
  const top = $(id).createTHead().insertRow();
  for (const text of head) { const th = document.createElement('th'); th.textContent = text; top.append(th); }
  const body = $(id).createTBody();
  for (const row of rows) { const tr = body.insertRow(); for (const content of row) cell(tr, content); }
}
function choices(name, values) {
  for (const select of document.querySelectorAll('select[name=' + name + ']'))
    if (select.options.length !== values.length) {
      select.replaceChildren(...values.map(([value, text]) => new Option(text || value, value)));
    }
}
const percent = share => (100 * share).toFixed(share && share < .1 ? 1 : 0) + ' %';
async function show() {
  const state = await ask('state');
  $('all').hidden = false; $('key').hidden = true; sessionStorage.token = token; // a reload finds it again
  $('clock').textContent = state.wall + ', speed ' + state.speed;
  choices('name', state.catalogue.map(s => [s.id, s.id + ': ' + s.summary + ' (' + s.truth + ')']));
  choices('service', [...new Set(state.services.map(s => s.service))].map(s => [s]));
  const clusters = [...new Set(state.services.map(s => s.cluster))];
  choices('cluster', clusters.map(c => [c]));
  choices('where', [['', 'everywhere'], ...clusters.map(c => [c])]);
  choices('kind', state.kinds.map(k => [k]));
  table('running', ['Scenario', 'Truth', 'Where', 'Release', 'Onset', ''], state.scenarios.map(s => [s.scenario, s.truth,
    s.service + '@' + s.cluster, s.tag, Math.round(s.onset_seconds) + ' s after the release',
    button('End', {op: 'scenario', service: s.service, cluster: s.cluster})]));
  table('faults', ['Fault', 'Kind', 'Carried by', 'Ratio', ''], state.faults.map(f => [f.id, f.kind,
    [f.service, f.version, f.flag && 'flag ' + f.flag, f.config && JSON.stringify(f.config), f.environment, f.cell]
      .filter(Boolean).join(' '), String(f.ratio), button('Stop', {op: 'clear', id: f.id})]));
  table('services', ['Service', 'Where', 'State', 'Versions'], state.services.map(s => [s.service, s.cluster, s.phase,
    s.versions.map(v => v.tag + ' ' + percent(v.share)).join(', ')]));
  table('flags', ['Flag', 'Environment', 'Users', ''], Object.entries(state.flags).flatMap(([name, shares]) =>
    Object.entries(shares).map(([environment, share]) => [name, environment, percent(share),
      button(share ? 'Turn off' : 'Turn on', {op: 'flag', name, environment, on: !share})])));
}
function form(id, make) {
  $(id).onsubmit = event => { event.preventDefault(); order(make(Object.fromEntries(new FormData($(id))))); };
}
form('scenario', v => ({op: 'scenario', name: v.name, service: v.service, cluster: v.cluster,
  ...(v.onset_seconds !== '' && {onset_seconds: Number(v.onset_seconds)})}));
form('fault', v => {
  const [environment, ...rest] = v.where.split('-');
  const fault = {id: 'drill-' + Date.now(), kind: v.kind, service: v.service, ratio: Number(v.ratio)};
  for (const [key, value] of [['version', v.version], ['flag', v.flag], ['environment', environment], ['cell', rest.join('-')]])
    if (value) fault[key] = value;
  return {op: 'inject', fault};
});
form('deploy', v => ({op: 'deploy', ...v}));
form('speed', v => ({op: 'speed', value: Number(v.value)}));
$('key').onsubmit = event => { event.preventDefault(); token = $('key').token.value; look(); };
async function look() {
  if (!token) return;
  try { await show(); } catch (error) { say(error.message, true); $('key').hidden = false; }
}
look();
setInterval(look, 2000);
)js";

QByteArray hashOf(const QByteArray &text)
{
    return "'sha256-" + QCryptographicHash::hash(text, QCryptographicHash::Sha256).toBase64() + '\'';
}

} // namespace

ApiResponse controlPage()
{
    ApiResponse page;
    page.contentType = "text/html; charset=utf-8";
    page.body =
        QByteArray("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>SANDBOX: drills</title>"
                   "<meta name=\"viewport\" content=\"width=device-width\"><style>") +
        kStyle + "</style></head><body>" + kBody + "<script>" + kScript + "</script></body></html>\n";
    page.headers = {{"Content-Security-Policy",
                     "default-src 'none'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors "
                     "'none'; style-src " +
                         hashOf(kStyle) + "; script-src " + hashOf(kScript)},
                    {"X-Frame-Options", "DENY"},
                    {"X-Content-Type-Options", "nosniff"},
                    {"Referrer-Policy", "no-referrer"},
                    {"Cross-Origin-Resource-Policy", "same-origin"},
                    {"Cross-Origin-Opener-Policy", "same-origin"},
                    {"Cache-Control", "no-store"}};
    return page;
}

} // namespace astern::connectors::sandbox
