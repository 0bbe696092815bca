// What helps beyond plain pages? Tables: choose columns, filter what is shown, copy as CSV. Every page works without this.
"use strict";

for (const table of document.querySelectorAll("table[data-columns]")) tools(table);

function tools(table) {
  const heads = [...table.tHead.rows[0].cells];
  const bar = document.createElement("div");
  bar.className = "tools";
  bar.append(filter(table), columns(table, heads), copy(table));
  table.closest(".scroll").before(bar);
}

function filter(table) {
  const input = document.createElement("input");
  input.type = "search";
  input.placeholder = "Filter these rows";
  input.setAttribute("aria-label", "Filter these rows");
  input.addEventListener("input", () => {
    const wanted = input.value.toLowerCase();
    for (const row of table.tBodies[0].rows) row.hidden = !row.textContent.toLowerCase().includes(wanted);
  });
  return input;
}

function columns(table, heads) {
  const details = document.createElement("details");
  const summary = document.createElement("summary");
  summary.textContent = "Columns";
  const list = document.createElement("div");
  heads.forEach((head, at) => {
    const label = document.createElement("label");
    const box = document.createElement("input");
    box.type = "checkbox";
    box.checked = getComputedStyle(head).display !== "none";
    box.addEventListener("change", () => {
      for (const row of table.rows) {
        row.cells[at].hidden = !box.checked;
        row.cells[at].classList.remove("spare");
      }
    });
    label.append(box, " " + head.textContent.trim());
    list.append(label);
  });
  details.append(summary, list);
  return details;
}

function copy(table) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Copy as CSV";
  button.addEventListener("click", async () => {
    const rows = [...table.rows].filter((row) => !row.hidden);
    const text = rows.map((row) => [...row.cells].filter((cell) => !cell.hidden).map((cell) => csv(cell.textContent.trim())).join(",")).join("\n");
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
if (entries.length) document.addEventListener("keydown", review);

function review(event) {
  if (event.target.matches("input, textarea, select") || event.ctrlKey || event.metaKey || event.altKey) return;
  const at = entries.indexOf(document.activeElement.closest("[data-entry]"));
  const entry = entries[at];
  const press = (value) => entry?.querySelector(`button[value=${value}]`)?.click();
  switch (event.key) {
    case "j": entries[Math.min(at + 1, entries.length - 1)].focus(); break;
    case "k": entries[Math.max(at - 1, 0)].focus(); break;
    case "c": press("confirm"); break;
    case "r": press("reject"); break;
    case "o": entry?.querySelector("a").click(); break;
    case "u": document.querySelector("form.undo button")?.click(); break;
  }
}

// Whoever decides says their name once.
for (const field of document.querySelectorAll("input[name=who]")) {
  field.value ||= localStorage.getItem("who") ?? "";
  field.addEventListener("change", () => {
    localStorage.setItem("who", field.value);
    for (const other of document.querySelectorAll("input[name=who]")) other.value = field.value;
  });
}
