/* The table of all notes: filters kept in the address, sorting, and the shown rows as CSV. */
(() => {
  "use strict";
  const table = document.getElementById("browse");
  const form = document.getElementById("browse-filters");
  if (!table || !form) return;
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const total = document.getElementById("browse-count");
  const none = document.getElementById("browse-none");
  const names = [...form.elements].filter((field) => field.name).map((field) => field.name);
  let sorted = { name: "date", down: true };

  const fits = (row, wanted) =>
    names.every((name) => !wanted[name] || (row.dataset[name] || "").split(" ").includes(wanted[name]));

  const wanted = () => Object.fromEntries(names.map((name) => [name, form.elements[name].value]));

  const show = () => {
    const now = wanted();
    let number = 0;
    for (const row of rows) {
      row.hidden = !fits(row, now);
      if (!row.hidden) number += 1;
    }
    const all = rows.length;
    const said = all === 1 ? total.dataset.one : total.dataset.other;
    total.textContent = said.replace("#", number === all ? all : `${number} / ${all}`);
    none.hidden = number > 0;
  };

  const keep = () => {
    const address = new URL(location.href);
    const now = wanted();
    for (const name of names) {
      if (now[name]) address.searchParams.set(name, now[name]);
      else address.searchParams.delete(name);
    }
    if (sorted.name === "date" && sorted.down) address.searchParams.delete("sort");
    else address.searchParams.set("sort", (sorted.down ? "-" : "") + sorted.name);
    try { history.replaceState(null, "", address); } catch { /* a saved page has no history */ }
  };

  const key = (row, name) => {
    if (name === "date") return row.dataset.date;
    if (name === "title") return row.cells[0].textContent.toLowerCase();
    return row.cells[[...table.tHead.rows[0].cells].findIndex((cell) => cell.dataset.sort === name)]
      .textContent.toLowerCase();
  };

  const sort = (name, down) => {
    sorted = { name, down };
    const order = [...rows].sort((a, b) => key(a, name).localeCompare(key(b, name)));
    if (down) order.reverse();
    body.append(...order);
    for (const cell of table.tHead.rows[0].cells) {
      if (cell.dataset.sort === name) cell.setAttribute("aria-sort", down ? "descending" : "ascending");
      else cell.removeAttribute("aria-sort");
    }
  };

  const read = () => {
    const given = new URLSearchParams(location.search);
    for (const name of names) {
      const field = form.elements[name];
      const value = (given.get(name) || "").toLowerCase();
      field.value = [...field.options].some((option) => option.value === value) ? value : "";
    }
    const by = given.get("sort") || "-date";
    const name = by.replace(/^-/, "");
    if ([...table.tHead.rows[0].cells].some((cell) => cell.dataset.sort === name)) {
      sort(name, by.startsWith("-"));
    }
    show();
  };

  const cell = (text) => {
    const plain = text.replace(/\s+/g, " ").trim();
    const safe = /^[=+\-@]/.test(plain) ? "'" + plain : plain;
    return `"${safe.replace(/"/g, '""')}"`;
  };

  document.getElementById("browse-csv").addEventListener("click", (event) => {
    event.preventDefault();
    const heads = [...table.tHead.rows[0].cells].map((head) => cell(head.textContent));
    const lines = [[...heads, cell("URL")].join(",")];
    for (const row of body.rows) {
      if (row.hidden) continue;
      const link = row.cells[0].querySelector("a");
      const texts = [...row.cells].map((data) => cell(data.textContent));
      lines.push([...texts, cell(link ? link.href : "")].join(","));
    }
    const file = new Blob([lines.join("\r\n") + "\r\n"], { type: "text/csv;charset=utf-8" });
    const save = document.createElement("a");
    save.href = URL.createObjectURL(file);
    save.download = "notes.csv";
    save.click();
    setTimeout(() => URL.revokeObjectURL(save.href), 1000);
  });

  for (const head of table.tHead.rows[0].cells) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      const name = head.dataset.sort;
      sort(name, sorted.name === name ? !sorted.down : name === "date");
      keep();
    });
  }
  form.hidden = false;
  form.addEventListener("change", () => { show(); keep(); });
  form.addEventListener("reset", () => setTimeout(() => { show(); keep(); }));
  form.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("popstate", read);
  read();
})();
