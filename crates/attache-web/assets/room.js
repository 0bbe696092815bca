// What helps beyond plain pages? Tables: choose columns, filter what is shown, copy as CSV. Every page works without this.
"use strict";

for (const table of document.querySelectorAll("table[data-columns]")) tools(table);

function tools(table) {
  const heads = [...table.tHead.rows[0].cells];
  const scroll = table.closest(".scroll");
  let bar = scroll.parentElement.querySelector(":scope > .tools");
  if (!bar) {
    bar = document.createElement("div");
    bar.className = "tools";
    scroll.before(bar);
  }
  const shown = document.createElement("div");
  shown.className = "shown";
  shown.append(filter(table), columns(table, heads), copy(table));
  bar.prepend(shown);
  fit(table);
}

// A table that has grown wider than its place is moved sideways in it; others keep their head in sight while the page is read.
function fit(table) {
  const scroll = table.closest(".scroll");
  scroll.classList.remove("wide");
  scroll.classList.toggle("wide", table.scrollWidth > scroll.clientWidth + 1);
}

// What each cell of a row says, of the columns that are chosen.
function said(table) {
  const seen = [...table.tHead.rows[0].cells].map((head) => getComputedStyle(head).display !== "none");
  return (row) => [...row.cells].filter((_, at) => seen[at]).map((cell) => cell.textContent.replace(/[▴▾]/g, "").trim());
}

function filter(table) {
  const input = document.createElement("input");
  input.type = "search";
  input.placeholder = "Filter these rows";
  input.setAttribute("aria-label", "Filter these rows");
  input.addEventListener("input", () => {
    const wanted = input.value.toLowerCase();
    const cells = said(table);
    for (const row of table.tBodies[0].rows) row.hidden = !cells(row).some((cell) => cell.toLowerCase().includes(wanted));
  });
  return input;
}

// Which columns are seen is remembered for each page.
function columns(table, heads) {
  const names = heads.map((head) => head.textContent.replace(/[▴▾]/g, "").trim());
  const key = "columns " + location.pathname;
  let chosen = {};
  try { chosen = JSON.parse(localStorage.getItem(key)) ?? {}; } catch { /* kept by something else */ }
  const details = document.createElement("details");
  const summary = document.createElement("summary");
  summary.textContent = "Columns";
  const list = document.createElement("div");
  const show = (at, on) => {
    for (const row of table.rows) {
      row.cells[at].hidden = !on;
      row.cells[at].classList.remove("spare");
    }
  };
  heads.forEach((head, at) => {
    const label = document.createElement("label");
    const box = document.createElement("input");
    box.type = "checkbox";
    if (names[at] in chosen) show(at, chosen[names[at]]);
    box.checked = getComputedStyle(head).display !== "none";
    box.addEventListener("change", () => {
      show(at, box.checked);
      chosen[names[at]] = box.checked;
      localStorage.setItem(key, JSON.stringify(chosen));
      fit(table);
    });
    label.append(box, " " + names[at]);
    list.append(label);
  });
  details.append(summary, list);
  details.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    details.open = false;
    summary.focus();
  });
  document.addEventListener("click", (event) => { if (!details.contains(event.target)) details.open = false; });
  return details;
}

// What is seen: the rows that are not filtered away, the columns that are chosen.
function copy(table) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Copy as CSV";
  button.addEventListener("click", async () => {
    const rows = [...table.rows].filter((row) => !row.hidden);
    const text = rows.map(said(table)).map((cells) => cells.map(csv).join(",")).join("\n");
    await navigator.clipboard.writeText(text);
    button.textContent = "Copied";
    setTimeout(() => { button.textContent = "Copy as CSV"; }, 2000);
  });
  return button;
}

// No spreadsheet may take a cell for a formula.
function csv(cell) {
  const inert = /^[=+\-@\t\r\n＝＋－＠]/.test(cell) ? "'" + cell : cell;
  return /[",\n]/.test(inert) ? '"' + inert.replaceAll('"', '""') + '"' : inert;
}

// Dropping files, and progress as it comes.
const drop = document.querySelector(".drop");
if (drop) {
  const files = document.getElementById("files");
  for (const name of ["dragover", "dragleave", "drop"]) {
    drop.addEventListener(name, (event) => {
      event.preventDefault();
      drop.classList.toggle("over", name === "dragover");
      if (name === "drop") files.files = event.dataTransfer.files;
    });
  }
}

const job = document.querySelector("[data-events]");
if (job) {
  const events = new EventSource(job.dataset.events);
  events.onopen = () => document.querySelector("meta[http-equiv]")?.remove();
  events.onmessage = (event) => {
    const state = JSON.parse(event.data);
    job.querySelector("progress").value = state.done;
    job.querySelector("p").textContent = state.weighing ? "Weighing" : `${state.done} of ${state.inputs} inputs, ${state.doubts.length} doubts`;
    if (state.ended || state.broken) {
      events.close();
      location.reload();
    }
  };
}

// Review by keyboard: j, k move; c, r decide; o looks closer; u takes the last decision back.
const entries = [...document.querySelectorAll("[data-entry]")];
if (entries.length) {
  document.addEventListener("keydown", review);
  // Where a decision was made, the next one comes up in its place.
  const at = sessionStorage.getItem("review");
  sessionStorage.removeItem("review");
  if (at !== null) entries[Math.min(at, entries.length - 1)].focus();
}

function review(event) {
  if (event.target.matches("input, textarea, select") || event.ctrlKey || event.metaKey || event.altKey) return;
  const at = entries.indexOf(document.activeElement.closest("[data-entry]"));
  const entry = entries[at];
  const press = (what) => {
    const button = entry?.querySelector(`button[value^=${what}]`);
    if (!button) return;
    if (button.form.reportValidity()) sessionStorage.setItem("review", at);
    button.click();
  };
  switch (event.key) {
    case "j": entries[Math.min(at + 1, entries.length - 1)].focus(); break;
    case "k": entries[Math.max(at - 1, 0)].focus(); break;
    case "c": press("confirm"); break;
    case "r": press("reject"); break;
    case "o": entry?.querySelector("a").click(); break;
    case "u": document.querySelector("form.undo button")?.click(); break;
    default: return;
  }
  event.preventDefault();
}

// Whoever decides says their name once.
for (const field of document.querySelectorAll("input[name=who]")) {
  field.value ||= localStorage.getItem("who") ?? "";
  field.addEventListener("change", () => {
    localStorage.setItem("who", field.value);
    for (const other of document.querySelectorAll("input[name=who]")) other.value = field.value;
  });
}
